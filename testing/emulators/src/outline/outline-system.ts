import type { EmulatorClock } from '../kit/clock.ts';
import type { EmulatedRequest, Outcome, StreamedBody } from '../kit/exchange.ts';
import { NotKnownError, notKnownAnswer } from '../kit/not-known.ts';
import type { EmulatedSystem } from '../kit/system.ts';
import type { AnswerShape } from './answers.ts';
import { preflightAnswer, redirectAnswer, routedAnswer, routedError, unreadableBody, unroutedError } from './answers.ts';
import { ApiError, methodNotAllowed, routeNotFound } from './api-error.ts';
import { outlineControls } from './outline-controls.ts';
import { OutlineServer } from './outline-server.ts';
import type { OutlineSettings } from './options.ts';
import type { OutlineState } from './outline-state.ts';
import { outlineState, outlineStateJson } from './outline-state.ts';
import { keyRoutes } from './key-routes.ts';
import { metricRoutes } from './metric-routes.ts';
import { GzipCrash, readBody, UnknownEncoding } from './request-body.ts';
import type { Handler } from './router.ts';
import { Router } from './router.ts';
import { ServerMetricsReader } from './server-metrics.ts';
import { serverRoutes } from './server-routes.ts';
import { printed } from './printed.ts';
import type { Target } from './target.ts';
import { readTarget } from './target.ts';

/** An Outline server behind its management API. */
export class OutlineSystem implements EmulatedSystem<OutlineState> {
  readonly name = 'outline';
  readonly clock: EmulatorClock;
  readonly controls = outlineControls(this);
  readonly #settings: OutlineSettings;
  readonly #apiPort: () => number;
  readonly #prefix: string;
  readonly #router = new Router([...serverRoutes, ...keyRoutes, ...metricRoutes(() => this.#metrics)]);
  #server: OutlineServer;
  #metrics: ServerMetricsReader;
  #crashed: string | null = null;

  /** @param apiPort the port of the API itself, known once it listens */
  constructor(settings: OutlineSettings, clock: EmulatorClock, apiPort: () => number) {
    this.#settings = settings;
    this.clock = clock;
    this.#apiPort = apiPort;
    this.#prefix = `/${settings.prefix}`;
    [this.#server, this.#metrics] = this.#fresh();
  }

  /** The installation behind the API. */
  get server(): OutlineServer {
    return this.#server;
  }

  publicPath(target: string): string {
    const tidy = target.replace(/^\/+/, '/');
    return tidy.startsWith(this.#prefix) ? tidy.slice(this.#prefix.length) || '/' : tidy;
  }

  state(): OutlineState {
    return outlineState(this.#server, this.clock.nowMs(), this.#crashed);
  }

  stateAsJson(): StreamedBody {
    return outlineStateJson(this.#server, this.clock.nowMs(), this.#crashed);
  }

  reset(): void {
    this.#server.prometheus.setMode('up');
    [this.#server, this.#metrics] = this.#fresh();
  }

  restarted(): void {
    this.#server.restarted();
    this.#metrics = new ServerMetricsReader(this.#server.prometheus, this.clock, this.#settings.release);
    this.#crashed = null;
  }

  async handle(request: EmulatedRequest): Promise<Outcome> {
    this.#server.enforcement.catchUp();
    try {
      return await this.#answer(request);
    } catch (error) {
      if (error instanceof NotKnownError) return notKnownAnswer(error);
      if (!(error instanceof GzipCrash)) throw error;
      this.#crashed = error.message;
      return { kind: 'crash', reason: error.message };
    }
  }

  async #answer(request: EmulatedRequest): Promise<Outcome> {
    const { method, headers } = request;
    const wantedMethod = headers['access-control-request-method'];
    if (method === 'OPTIONS' && headers.origin !== undefined && wantedMethod !== undefined) {
      return preflightAnswer(headers.origin, wantedMethod);
    }
    const target = readTarget(request.target);
    if (!target.path.startsWith(this.#prefix)) return unroutedError(routeNotFound(target.path), method);
    const match = this.#router.match(method, target.path.slice(this.#prefix.length));
    if (match.kind === 'none') return unroutedError(routeNotFound(target.path), method);
    if (match.kind === 'other-methods') return unroutedError(methodNotAllowed(method), method, [['Allow', match.allow.join(', ')]]);
    return this.#routed(request, target, match);
  }

  async #routed(
    request: EmulatedRequest,
    target: Target,
    { handler, id }: { readonly handler: Handler; readonly id: string | undefined },
  ): Promise<Outcome> {
    const shape = answerShape(request, target);
    let fields;
    try {
      fields = await readBody(request, id);
    } catch (error) {
      if (error instanceof UnknownEncoding) return unreadableBody(error, shape, [['Accept-Encoding', 'gzip']]);
      if (error instanceof ApiError) return unreadableBody(error, shape);
      throw error;
    }
    try {
      const result = await handler(this.#server, { ...fields, query: target.query });
      if (result.location !== undefined) return redirectAnswer(this.#prefix + result.location, shape);
      return routedAnswer(result.status, result.body ?? null, shape);
    } catch (error) {
      if (error instanceof ApiError) return routedError(error, shape);
      throw error;
    }
  }

  #fresh(): [OutlineServer, ServerMetricsReader] {
    const server = new OutlineServer(this.#settings, this.clock, this.#apiPort);
    return [server, new ServerMetricsReader(server.prometheus, this.clock, this.#settings.release)];
  }
}

function answerShape(request: EmulatedRequest, { query }: Target): AnswerShape {
  const callback = query['callback'] || query['jsonp'] || undefined;
  return { origin: request.headers.origin, callback: callback === undefined ? undefined : printed(callback) };
}

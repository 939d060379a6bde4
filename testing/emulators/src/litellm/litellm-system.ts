import { setTimeout } from 'node:timers/promises';
import type { EmulatorClock } from '../kit/clock.ts';
import type { EmulatedAnswer, EmulatedRequest, Outcome, StreamedBody } from '../kit/exchange.ts';
import { NotKnownError, notKnownAnswer } from '../kit/not-known.ts';
import type { EmulatedSystem } from '../kit/system.ts';
import { authenticate } from './access/authenticate.ts';
import { SeenKeys } from './access/seen-keys.ts';
import { allRoutes } from './all-routes.ts';
import { litellmControls } from './litellm-controls.ts';
import { LiteLLMProxy } from './litellm-proxy.ts';
import type { LiteLLMState } from './litellm-state.ts';
import { litellmState, litellmStateJson } from './litellm-state.ts';
import { noteFailedCall } from './money/failed-calls.ts';
import type { NewUse } from './money/spend-book.ts';
import type { LiteLLMSettings } from './options.ts';
import type { Problem } from './schema/problems.ts';
import { InvalidRequest } from './schema/problems.ts';
import type { Fields, Given } from './schema/schema.ts';
import { isObject } from './values/json.ts';
import { emptyAnswer, faultAnswer, jsonAnswer, preflightAnswer, streamAnswer } from './web/answers.ts';
import type { AnyEndpoint, Call } from './web/endpoint.ts';
import { Answered } from './web/endpoint.ts';
import { HttpFailure, ProxyFailure } from './web/failures.ts';
import type { ReadBody } from './web/request-body.ts';
import { bodyFields, queryFields, readBody } from './web/request-body.ts';
import { Router } from './web/router.ts';

/** What lies between the look-up of an alias and the write, in milliseconds. */
const lookUpMs = 2;

const noFields: Given<Fields> = { values: {}, names: new Set(), fields: {} };

/** A LiteLLM proxy behind its HTTP interface. */
export class LiteLLMSystem implements EmulatedSystem<LiteLLMState> {
  readonly name = 'litellm';
  readonly clock: EmulatorClock;
  readonly controls = litellmControls(this);
  readonly #settings: LiteLLMSettings;
  readonly #router = new Router(allRoutes);
  readonly #database: { proxy: LiteLLMProxy };
  readonly #seenKeys: SeenKeys | null;

  /** @param first - the proxy that this one stands beside, on the same database and without Redis; absent: it stands alone */
  constructor(settings: LiteLLMSettings, clock: EmulatorClock, first?: LiteLLMSystem) {
    this.#settings = settings;
    this.clock = clock;
    this.#database = first === undefined ? { proxy: new LiteLLMProxy(settings, clock) } : first.#database;
    this.#seenKeys = first === undefined ? null : new SeenKeys(clock);
  }

  /** The installation behind the interface. */
  get proxy(): LiteLLMProxy {
    return this.#database.proxy;
  }

  publicPath(target: string): string {
    return target.replaceAll(/(?<=[/=])sk-[^/?&]*/g, 'sk-...');
  }

  state(): LiteLLMState {
    this.proxy.catchUp();
    return litellmState(this.proxy);
  }

  stateAsJson(): StreamedBody {
    this.proxy.catchUp();
    return litellmStateJson(this.proxy);
  }

  reset(): void {
    this.#database.proxy = new LiteLLMProxy(this.#settings, this.clock);
    this.#seenKeys?.forgetAll();
  }

  restarted(): void {
    this.proxy.restarted();
    this.#seenKeys?.forgetAll();
  }

  /** Books a use of a key that went past the interface. */
  use(token: string, use: Pick<NewUse, 'cost'> & Partial<NewUse>): void {
    const key = this.proxy.keys.get(token);
    const model = this.proxy.settings.models[0] ?? '';
    this.proxy.spend.book({ token, userId: key?.user_id ?? null, teamId: key?.team_id ?? null, model, ...use });
  }

  async handle(request: EmulatedRequest): Promise<Outcome> {
    const finish = await this.accept(request);
    return await finish();
  }

  /** Takes a call in. One that looks up an alias goes on a little later, so that calls at once do not see each other. */
  async accept(request: EmulatedRequest): Promise<() => Promise<Outcome>> {
    const alias = aliasIn(request);
    const isFree = alias !== undefined && this.proxy.keys.withAlias(alias).length === 0;
    if (isFree) await setTimeout(lookUpMs);
    return () => {
      this.proxy.catchUp();
      return Promise.resolve(this.#answer(request, isFree ? alias : undefined));
    };
  }

  #answer(request: EmulatedRequest, freeAlias: string | undefined): EmulatedAnswer {
    const { method, headers } = request;
    if (method === 'OPTIONS' && headers.origin !== undefined && headers['access-control-request-method'] !== undefined) {
      return preflightAnswer(request);
    }
    const target = readTarget(request.target);
    const match = this.#router.match(method, target.path);
    if (match.kind === 'none') return jsonAnswer(request, { status: 404, body: { detail: 'Not Found' } });
    if (match.kind === 'other-methods') {
      return jsonAnswer(request, { status: 405, body: { detail: 'Method Not Allowed' }, headers: [['allow', match.allow]] });
    }
    if (match.kind === 'elsewhere') {
      const query = target.query.size === 0 ? '' : `?${target.query.toString()}`;
      return emptyAnswer(request, 307, [['location', `http://${headers.host ?? ''}${encodeURI(match.path)}${query}`]]);
    }
    const { endpoint } = match;
    const failed = (error: unknown): EmulatedAnswer => {
      if (endpoint.groups.includes('llm_api_routes') && !(error instanceof NotKnownError)) noteFailedCall(this.proxy, request);
      return failureAnswer(request, error);
    };
    try {
      const result = this.#call(request, { endpoint, path: match.path, target, freeAlias });
      const { body, details } = result instanceof Answered ? result : new Answered(result);
      const { status = 200, headers: own = [], stream } = details;
      if (details.empty === true) return emptyAnswer(request, status, own);
      if (stream !== undefined) return streamAnswer(request, { ...stream, headers: own });
      return jsonAnswer(request, { status, body, dialect: endpoint.dialect, headers: own });
    } catch (error) {
      return failed(error);
    }
  }

  #call(
    request: EmulatedRequest,
    {
      endpoint,
      path,
      target,
      freeAlias,
    }: {
      readonly endpoint: AnyEndpoint;
      readonly path: Readonly<Record<string, string>>;
      readonly target: Target;
      readonly freeAlias: string | undefined;
    },
  ): ReturnType<AnyEndpoint['handle']> {
    const proxy = this.proxy;
    const body = readBody(request);
    const caller = authenticate(proxy, request, {
      route: target.path,
      method: request.method,
      groups: endpoint.groups,
      fields: body.kind === 'json' ? body.value.keys() : [],
      model: endpoint.groups.includes('llm_api_routes') ? modelOf(body) : null,
      seenKeys: this.#seenKeys,
    });
    const problems: Problem[] = [];
    const query = endpoint.query === undefined ? noFields : queryFields(endpoint.query, target.query, problems);
    const hasBody = endpoint.body !== undefined && !(body.kind === 'none' && endpoint.bodyOptional === true);
    const fields = hasBody && endpoint.body !== undefined ? bodyFields(endpoint.body, body, problems) : noFields;
    if (query === undefined || fields === undefined) throw new InvalidRequest(problems);
    const header = (name: string) => {
      const value = request.headers[name];
      return Array.isArray(value) ? value[0] : value;
    };
    const seen = freeAlias === undefined ? {} : { freeAlias };
    const call: Call = { proxy, caller, ...seen, body: fields, hasBody, query, path, header, route: target.path };
    try {
      return endpoint.handle(call);
    } catch (error) {
      throw endpoint.failures(error);
    }
  }
}

interface Target {
  /** Decoded. */
  readonly path: string;
  readonly query: URLSearchParams;
}

function readTarget(target: string): Target {
  const [beforeHash = ''] = target.split('#', 1);
  const mark = beforeHash.indexOf('?');
  const path = mark < 0 ? beforeHash : beforeHash.slice(0, mark);
  return { path: decoded(path), query: new URLSearchParams(mark < 0 ? '' : beforeHash.slice(mark + 1)) };
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** The alias that a body names, when it is one that can be read. */
function aliasIn(request: EmulatedRequest): string | undefined {
  if (!request.body.includes('"key_alias"')) return undefined;
  try {
    const body = readBody(request);
    const alias = body.kind === 'json' ? body.value.get('key_alias') : undefined;
    return typeof alias === 'string' ? alias : undefined;
  } catch {
    return undefined; // the call itself will say what is wrong
  }
}

function modelOf(body: ReadBody): string | null {
  const model = body.kind === 'json' && isObject(body.value) ? body.value.get('model') : undefined;
  return typeof model === 'string' ? model : null;
}

function failureAnswer(request: EmulatedRequest, error: unknown): EmulatedAnswer {
  if (error instanceof InvalidRequest) {
    const detail = error.problems.map(({ type, loc, msg }) => ({ type, loc: [...loc], msg }));
    return jsonAnswer(request, { status: 422, body: { detail } });
  }
  if (error instanceof HttpFailure) return jsonAnswer(request, { status: error.status, body: { detail: error.detail } });
  if (error instanceof NotKnownError) return notKnownAnswer(error);
  if (!(error instanceof ProxyFailure)) return faultAnswer();
  const { message, type, param, status, provider, headers } = error;
  const specific = provider === null ? {} : { provider_specific_fields: provider };
  return jsonAnswer(request, { status, headers, body: { error: { message, type, param, code: String(status), ...specific } } });
}

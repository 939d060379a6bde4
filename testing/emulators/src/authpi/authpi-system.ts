import type { EmulatorClock } from '../kit/clock.ts';
import type { EmulatedAnswer, EmulatedRequest, Outcome, StreamedBody } from '../kit/exchange.ts';
import { NotKnownError } from '../kit/not-known.ts';
import type { EmulatedSystem } from '../kit/system.ts';
import type { AdmittedCall } from './admission.ts';
import { admit, admitOnce } from './admission.ts';
import { errorAnswer, notKnownAnswer, successAnswer } from './answers.ts';
import { ApiError } from './api-error.ts';
import { authpiControls } from './authpi-controls.ts';
import { AuthPIServer } from './authpi-server.ts';
import type { AuthPIState } from './authpi-state.ts';
import { authpiState, authpiStateJson } from './authpi-state.ts';
import { operations } from './contract.ts';
import { recordsOf } from './records/call.ts';
import { checkQuery } from './records/query.ts';
import { checkBody } from './records/validation.ts';
import { fromLegacy } from './legacy.ts';
import type { AuthPISettings } from './options.ts';
import { checkPrecondition } from './precondition.ts';
import { readBody } from './request-body.ts';
import { handlers } from './resources/index.ts';
import { Router } from './router.ts';

/** AuthPI behind its Core API. */
export class AuthPISystem implements EmulatedSystem<AuthPIState> {
  readonly name = 'authpi';
  readonly clock: EmulatorClock;
  readonly controls = authpiControls(this);
  readonly #settings: AuthPISettings;
  readonly #router = new Router(operations());
  #server: AuthPIServer;

  constructor(settings: AuthPISettings, clock: EmulatorClock) {
    this.#settings = settings;
    this.clock = clock;
    this.#server = new AuthPIServer(settings, clock);
  }

  /** The service behind the API. */
  get server(): AuthPIServer {
    return this.#server;
  }

  publicPath(target: string): string {
    return target;
  }

  state(): AuthPIState {
    return authpiState(this.#server);
  }

  stateAsJson(): StreamedBody {
    return authpiStateJson(this.#server);
  }

  reset(): void {
    this.#server.deliveries.stop();
    this.#server = new AuthPIServer(this.#settings, this.clock);
  }

  restarted(): void {
    this.#server.idempotencyKeys.restarted();
  }

  async handle(request: EmulatedRequest): Promise<Outcome> {
    const finish = await this.accept(request);
    return finish();
  }

  /** Takes a call in; from here on until it is finished, a second one with its Idempotency-Key is told to wait. */
  async accept(request: EmulatedRequest): Promise<() => Promise<Outcome>> {
    try {
      const call = admit(this.#server, this.#router, request);
      const admission = admitOnce(this.#server, call);
      if (admission === undefined) return () => this.#answer(call);
      if (admission.kind === 'replay') return async () => admission.answer;
      return async () => {
        let answer: EmulatedAnswer | undefined;
        try {
          answer = await this.#answer(call);
          return answer;
        } finally {
          admission.finish(answer);
        }
      };
    } catch (error) {
      return async () => failureAnswer(error);
    }
  }

  async #answer({ request, operation, parameters, query, caller }: AdmittedCall): Promise<EmulatedAnswer> {
    const server = this.#server;
    try {
      checkQuery(operation, query);
      const sent = this.#settings.legacy ? fromLegacy(operation.id, readBody(request)) : readBody(request);
      const path = recordsOf(server, operation.path, parameters);
      checkPrecondition(operation, request.headers['if-match'], path.at(-1));
      const body = checkBody(operation, sent);
      const handler = handlers[operation.id];
      if (handler === undefined) throw new NotKnownError(`how ${operation.id} is answered`);
      const result = await handler({ server, caller, operation, parameters, query, body, path });
      const id = result.kind === 'item' ? (result.about ?? result.record?.id) : path.at(-1)?.id;
      if (operation.verb !== 'GET') server.history.add(operation.id, id === undefined ? {} : { id });
      return successAnswer(operation, result);
    } catch (error) {
      return failureAnswer(error);
    }
  }
}

/** Turns what a call can fail with into an answer. @throws anything else: a defect of the emulator */
function failureAnswer(error: unknown): EmulatedAnswer {
  if (error instanceof ApiError) return errorAnswer(error);
  if (error instanceof NotKnownError) return notKnownAnswer(error);
  throw error;
}

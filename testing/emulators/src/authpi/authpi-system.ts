import type { EmulatorClock } from '../kit/clock.ts';
import type { EmulatedAnswer, EmulatedRequest, Outcome, StreamedBody } from '../kit/exchange.ts';
import { NotKnownError } from '../kit/not-known.ts';
import type { EmulatedSystem } from '../kit/system.ts';
import { errorAnswer, notKnownAnswer, successAnswer } from './answers.ts';
import { accessDenied, ApiError, insufficientScope, notFound } from './api-error.ts';
import { authpiControls } from './authpi-controls.ts';
import { AuthPIServer } from './authpi-server.ts';
import type { AuthPIState } from './authpi-state.ts';
import { authpiState, authpiStateJson } from './authpi-state.ts';
import type { Caller } from './caller.ts';
import type { Operation } from './contract.ts';
import { operations } from './contract.ts';
import { authenticate } from './credentials.ts';
import { recordsOf } from './engine/call.ts';
import { checkBody } from './engine/validation.ts';
import type { Admission } from './idempotency.ts';
import type { AuthPISettings } from './options.ts';
import { allows, permissionFor } from './permissions.ts';
import { checkPrecondition } from './precondition.ts';
import { readBody } from './request-body.ts';
import { handlers } from './resources/index.ts';
import { Router } from './router.ts';
import { readTarget } from './target.ts';

/** A call whose caller may make it. */
interface Admitted {
  readonly request: EmulatedRequest;
  readonly operation: Operation;
  readonly parameters: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly caller: Caller;
}

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
      const call = this.#admit(request);
      const admission = this.#admission(call);
      if (admission === undefined) return async () => this.#answer(call);
      if (admission.kind === 'replay') return async () => admission.answer;
      return async () => {
        let answer: EmulatedAnswer | undefined;
        try {
          answer = this.#answer(call);
          return answer;
        } finally {
          admission.finish(answer);
        }
      };
    } catch (error) {
      return async () => failureAnswer(error);
    }
  }

  /** Who calls what, and whether they may. */
  #admit(request: EmulatedRequest): Admitted {
    const { segments, query } = readTarget(request.target);
    const caller = authenticate(this.#server, request.headers.authorization);
    const match = segments === undefined ? undefined : this.#router.match(request.method, segments);
    if (match === undefined || match.kind === 'none') throw notFound('The path');
    if (match.kind === 'other-methods') {
      const headers = { Allow: match.allow.join(', ') };
      throw new ApiError(405, 'method_not_allowed', { message: 'The path has no such method.', headers });
    }
    const { operation } = match;
    const parameters = this.#withAlias(match.parameters);
    const accountId = parameters['account_id'];
    if (accountId !== undefined) {
      const access = caller.accounts.find(({ id }) => id === accountId);
      if (access === undefined) throw accessDenied('The caller has no access to this account.');
      const needed = permissionFor(operation);
      if (!allows(access.scopes, needed)) throw insufficientScope(needed);
    }
    return { request, operation, parameters, query, caller };
  }

  /** Version 0.3.0 of the vendor's client calls its account `me`. */
  #withAlias(parameters: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
    if (!this.#settings.legacy || parameters['account_id'] !== 'me') return parameters;
    return { ...parameters, account_id: this.#settings.accountId };
  }

  #admission({ request, parameters }: Admitted): Admission | undefined {
    const key = request.headers['idempotency-key'];
    if (request.method !== 'POST' || typeof key !== 'string') return undefined;
    const fingerprint = `${request.target}\n${request.body.toString('base64')}`;
    return this.#server.idempotencyKeys.admit(parameters['account_id'] ?? '', key, fingerprint);
  }

  #answer({ request, operation, parameters, query, caller }: Admitted): EmulatedAnswer {
    const server = this.#server;
    try {
      const handler = handlers[operation.id];
      if (handler === undefined) throw new NotKnownError(`how ${operation.id} is answered`);
      const sent = readBody(request);
      const path = recordsOf(server, operation.path, parameters);
      checkPrecondition(operation, request.headers['if-match'], path.at(-1));
      const body = checkBody(operation, sent);
      const result = handler({ server, caller, operation, parameters, query, body, path });
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

import { checkCallOptions } from '@keyrack/http';
import type { CallOptions, HttpClient, PreparedCall } from '@keyrack/http';
import { NotFoundError, RequestBudgetError } from './errors.ts';
import { requestOf } from './prepared-call.ts';
import type { RequestBudget } from './request-budget.ts';

/** What a {@link Sender} is made from. */
export interface SenderOptions {
  readonly http: HttpClient;
  readonly budget: RequestBudget;
  /** The client's own, in milliseconds. */
  readonly totalTimeoutMs: number;
}

/** Sends the calls of one client, each when it is its turn. */
export class Sender {
  readonly #options: SenderOptions;

  constructor(options: SenderOptions) {
    this.#options = options;
  }

  /** When the answer to a deletion is lost and the repetition finds nothing any more, the work is done. */
  async send<Result>(call: PreparedCall<Result>, options: CallOptions = {}): Promise<Result> {
    checkCallOptions('vergeos', options);
    const request = requestOf(call);
    try {
      return (await this.#options.http.request(request, await this.#takeTurn(call, options))).body;
    } catch (error) {
      const isDone = call.method === 'DELETE' && NotFoundError.isInstance(error) && error.outcome !== 'not-applied';
      if (!isDone) throw error;
      return undefined as Result; // a deletion gives nothing
    }
  }

  /** Waits until the request may be sent, which is a part of the time for the whole call. @returns what is left for the request. */
  async #takeTurn({ method, route }: PreparedCall, options: CallOptions): Promise<CallOptions> {
    const totalTimeoutMs = options.totalTimeoutMs ?? this.#options.totalTimeoutMs;
    const turn = await this.#options.budget.take(totalTimeoutMs, options);
    if (turn.kind === 'too-late') throw new RequestBudgetError({ method, route }, turn.waitMs);
    return turn.waitedMs > 0 ? { ...options, totalTimeoutMs: Math.max(1, Math.ceil(totalTimeoutMs - turn.waitedMs)) } : options;
  }
}

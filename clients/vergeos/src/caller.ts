import type { ApiRequest, CallOptions, HttpClient } from '@keyrack/http';
import type { ReadCallOptions } from './call-options.ts';
import { RequestBudgetError } from './errors.ts';
import type { RequestBudget } from './request-budget.ts';

/** What all resources of a client send their calls with. */
export interface CallerOptions {
  readonly http: HttpClient;
  readonly budget: RequestBudget;
  /** The client's own, in milliseconds. */
  readonly totalTimeoutMs: number;
}

/** A request with what is made of its answer. */
export type DecodedRequest<Result> = ApiRequest<Result> & Pick<Required<ApiRequest<Result>>, 'decode'>;

/** Sends the calls of all resources of one client. */
export class Caller {
  readonly #options: CallerOptions;

  constructor(options: CallerOptions) {
    this.#options = options;
  }

  /** For calls that give something back; with `raw` it is left undecoded. */
  async read<Result>(request: DecodedRequest<Result>, options: ReadCallOptions = {}): Promise<Result> {
    const { raw, ...callOptions } = options;
    // The overloads of every public method say that a raw answer is `unknown`.
    const decode = raw === true ? (body: unknown) => body as Result : request.decode;
    const answer = await this.#options.http.request({ ...request, decode }, await this.#takeTurn(request, callOptions));
    return answer.body;
  }

  /** For calls of whose answer nothing is expected. */
  async change(request: ApiRequest, options: CallOptions = {}): Promise<void> {
    await this.#options.http.request({ ...request, decode: () => undefined }, await this.#takeTurn(request, options));
  }

  /** Waits until the request may be sent, which is a part of the time for the whole call. @returns what is left for the request. */
  async #takeTurn({ method, route }: ApiRequest, options: CallOptions): Promise<CallOptions> {
    const totalTimeoutMs = options.totalTimeoutMs ?? this.#options.totalTimeoutMs;
    const turn = await this.#options.budget.take(totalTimeoutMs, options);
    if (turn.kind === 'too-late') throw new RequestBudgetError({ method, route }, turn.waitMs);
    return turn.waitedMs > 0 ? { ...options, totalTimeoutMs: Math.max(1, Math.ceil(totalTimeoutMs - turn.waitedMs)) } : options;
  }
}

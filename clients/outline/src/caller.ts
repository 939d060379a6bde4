import { checkCallOptions } from '@keyrack/http';
import type { ApiRequest, CallOptions, HttpClient, ListRequest } from '@keyrack/http';
import type { ReadCallOptions } from './call-options.ts';

/** Sends the calls of all resources of one client. */
export class Caller {
  readonly #http: HttpClient;

  constructor(http: HttpClient) {
    this.#http = http;
  }

  /** For calls that give something back; with `raw` it is left undecoded. */
  async read<Result>(request: ApiRequest, decode: (body: unknown) => Result, options: ReadCallOptions = {}): Promise<Result> {
    checkCallOptions('outline', options, { flags: ['raw'] });
    const { raw, ...callOptions } = options;
    // The overloads of every public method say that a raw answer is `unknown`.
    const chosen = raw === true ? (body: unknown) => body as Result : decode;
    const answer = await this.#http.request({ ...request, decode: chosen }, callOptions);
    return answer.body;
  }

  /** For a list that is too long to be held. */
  stream<Item>(request: ListRequest<Item>, options: CallOptions = {}): AsyncGenerator<Item, void, undefined> {
    return this.#http.streamList(request, options);
  }

  /** The time as the client sees it, in epoch milliseconds. */
  nowMs(): number {
    return this.#http.nowMs();
  }

  /** For calls that are answered without a body. */
  async change(request: ApiRequest, options: CallOptions = {}): Promise<void> {
    await this.#http.request(request, options);
  }
}

import type { ApiRequest, CallOptions, HttpClient } from '@keyrack/http';
import type { ReadCallOptions } from './call-options.ts';

/** Sends the calls of all resources of one client. */
export class Caller {
  readonly #http: HttpClient;

  constructor(http: HttpClient) {
    this.#http = http;
  }

  /** For calls that give something back; with `raw` it is left undecoded. */
  async read<Result>(request: ApiRequest, decode: (body: unknown) => Result, options: ReadCallOptions = {}): Promise<Result> {
    const { raw, ...callOptions } = options;
    // The overloads of every public method say that a raw answer is `unknown`.
    const chosen = raw === true ? (body: unknown) => body as Result : decode;
    const answer = await this.#http.request({ ...request, decode: chosen }, callOptions);
    return answer.body;
  }

  /** For calls that are answered without a body. */
  async change(request: ApiRequest, options: CallOptions = {}): Promise<void> {
    await this.#http.request(request, options);
  }
}

import type { AnswerToDecode, ApiRequest, CallOptions, HttpClient } from '@keyrack/http';
import type { ReadCallOptions } from './call-options.ts';

/** A request and how its answer is read. */
export interface LiteLLMRequest<Result> extends ApiRequest<Result> {
  readonly decode: (body: unknown, answer: AnswerToDecode) => Result;
}

/** Sends the calls of all resources of one client. */
export class Caller {
  readonly #http: HttpClient;

  constructor(http: HttpClient) {
    this.#http = http;
  }

  /** For calls that give something back; with `raw` it is left undecoded. */
  async read<Result>(request: LiteLLMRequest<Result>, options: ReadCallOptions = {}): Promise<Result> {
    const { raw, ...callOptions } = options;
    // The overloads of every public method say that a raw answer is `unknown`.
    const chosen = raw === true ? { ...request, decode: (body: unknown) => body as Result } : request;
    const answer = await this.#http.request(chosen, callOptions);
    return answer.body;
  }

  /** For calls whose answer says nothing that anybody needs. */
  async change(request: ApiRequest, options: CallOptions = {}): Promise<void> {
    await this.#http.request(request, options);
  }
}

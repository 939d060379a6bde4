import { checkCallOptions, checkObject } from '@keyrack/http';
import type { AnswerToDecode, ApiRequest, HttpClient } from '@keyrack/http';
import type { ReadCallOptions } from './call-options.ts';
import type { Fields } from './values/reading.ts';

/** A request and how its answer is read. */
export interface LiteLLMRequest<Result> extends ApiRequest<Result | Promise<Result>> {
  readonly body?: Fields;
  /** Gives a promise where something is computed of the answer; that never fails. */
  readonly decode: (body: unknown, answer: AnswerToDecode) => Result | Promise<Result>;
}

/** Sends the calls of all resources of one client. */
export class Caller {
  readonly #http: HttpClient;

  constructor(http: HttpClient) {
    this.#http = http;
  }

  /** For calls that give something back; with `raw` it is left undecoded. */
  async read<Result>(request: LiteLLMRequest<Result>, options: ReadCallOptions = {}): Promise<Result> {
    checkCallOptions('litellm', options, { flags: ['raw'] });
    const { raw, ...callOptions } = options;
    checkObject('litellm', 'a request', request);
    // The overloads of every public method say that a raw answer is `unknown`.
    const chosen = raw === true ? { ...request, decode: (body: unknown) => body as Result } : request;
    const answer = await this.#http.request<Result | Promise<Result>>(chosen, callOptions);
    return answer.body;
  }
}

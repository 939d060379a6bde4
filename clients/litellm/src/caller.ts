import { checkCallOptions, checkObject } from '@keyrack/http';
import type { ApiRequest, HttpClient, PreparedCall } from '@keyrack/http';
import type { ReadCallOptions } from './call-options.ts';
import type { Fields } from './values/reading.ts';

/** Members of a prepared call that a request leaves out where nothing is in them. */
type Sparse = 'parameters' | 'query' | 'headers';

/**
 * A prepared call that says itself whether it can be repeated: that depends on what it holds. It is decoded to a promise where something
 * is computed of the answer; that never fails.
 */
export interface LiteLLMRequest<Result>
  extends
    Omit<PreparedCall<Result | Promise<Result>>, Sparse>,
    Partial<Pick<PreparedCall, Sparse>>,
    Pick<ApiRequest, 'readOnly' | 'repeatable' | 'anyContentType'> {
  readonly body?: Fields;
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

import { checkCallOptions } from '@keyrack/http';
import type { CallOptions, HttpClient, PreparedCall } from '@keyrack/http';
import { AccessKeyNotFoundError, asMetricsFailure } from './errors.ts';
import { requestOf } from './prepared-call.ts';
import { metricsRoute, singleKeyRoute } from './routes.ts';

/** Sends the calls of one client. */
export class Sender {
  readonly #http: HttpClient;

  constructor(http: HttpClient) {
    this.#http = http;
  }

  /** When the answer to a deletion is lost and the repetition finds no key any more, the work is done. */
  async send<Result>(call: PreparedCall<Result>, options: CallOptions = {}): Promise<Result> {
    checkCallOptions('outline', options);
    const request = requestOf(call);
    try {
      return (await this.#http.request(request, options)).body;
    } catch (error) {
      const { method, route } = request;
      const isDone = method === 'DELETE' && route === singleKeyRoute && AccessKeyNotFoundError.isInstance(error);
      if (isDone && error.outcome !== 'not-applied') return undefined as Result; // a deletion gives nothing
      throw route === metricsRoute ? asMetricsFailure(error) : error;
    }
  }
}

import { checkCallOptions } from '@keyrack/http';
import type { CallOptions, PreparedCall } from '@keyrack/http';
import type { ReadCallOptions } from './call-options.ts';

/** A call as a resource describes it. */
export type ResourceCall<Result> = Pick<PreparedCall<Result>, 'method' | 'route' | 'decode'> &
  Partial<Pick<PreparedCall, 'parameters' | 'query' | 'body'>>;

/** Makes the calls of all resources, and hands them over. */
export class Caller {
  readonly #deliver: <Result>(call: PreparedCall<Result>, options: CallOptions) => Promise<Result>;

  /** @param deliver - sends a call, or gives it as it is. */
  constructor(deliver: <Result>(call: PreparedCall<Result>, options: CallOptions) => Promise<Result>) {
    this.#deliver = deliver;
  }

  /** For calls that give something back; with `raw` it is left undecoded. */
  async read<Result>(call: ResourceCall<Result>, given: ReadCallOptions = {}): Promise<Result> {
    checkCallOptions('vergeos', given, { flags: ['raw'] });
    const { raw, headers, ...options } = given;
    const { method, route, parameters = {}, query = {}, body: sent } = call;
    const prepared: PreparedCall<Result> = {
      method,
      route,
      parameters,
      query,
      headers: { ...headers },
      ...(sent && { body: sent }),
      // The overloads of every public method say that a raw answer is `unknown`.
      decode: raw === true ? (body) => body as Result : call.decode,
    };
    return this.#deliver(prepared, options);
  }

  /** For calls of whose answer nothing is expected. */
  async change(call: Omit<ResourceCall<void>, 'decode'>, options: CallOptions = {}): Promise<void> {
    checkCallOptions('vergeos', options);
    return this.read({ ...call, decode: () => undefined }, options);
  }
}

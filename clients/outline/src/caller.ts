import { checkCallOptions, ConfigurationError } from '@keyrack/http';
import type { ApiRequest, CallOptions, HttpClient, ListRequest, PreparedCall } from '@keyrack/http';
import type { ReadCallOptions } from './call-options.ts';

/** A call as a resource describes it. */
export type ResourceCall = Pick<PreparedCall, 'method' | 'route'> &
  Partial<Pick<ApiRequest, 'parameters' | 'query'>> & { readonly body?: object };

/** How the calls of a client reach their system. */
export interface Delivery {
  /** Sends a call, or gives it as it is. */
  readonly deliver: <Result>(call: PreparedCall<Result>, options: CallOptions) => Promise<Result>;
  /** For lists that are too long to be held. @default they are refused */
  readonly stream?: HttpClient['streamList'];
  /** Epoch milliseconds. */
  readonly nowMs: () => number;
}

/** Makes the calls of all resources of one client, and hands them over. */
export class Caller {
  readonly #delivery: Delivery;

  constructor(delivery: Delivery) {
    this.#delivery = delivery;
  }

  /** For calls that give something back; with `raw` it is left undecoded. */
  async read<Result>(call: ResourceCall, decode: (body: unknown) => Result, given: ReadCallOptions = {}): Promise<Result> {
    checkCallOptions('outline', given, { flags: ['raw'] });
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
      decode: raw === true ? (body) => body as Result : decode,
    };
    return this.#delivery.deliver(prepared, options);
  }

  /** For a list that is too long to be held. */
  stream<Item>(request: ListRequest<Item>, options: CallOptions = {}): AsyncGenerator<Item, void, undefined> {
    const { stream } = this.#delivery;
    if (stream === undefined) throw new ConfigurationError('outline', 'an iteration cannot be prepared: prepare the list');
    return stream(request, options);
  }

  /** The time as the client sees it, in epoch milliseconds. */
  nowMs(): number {
    return this.#delivery.nowMs();
  }

  /** For calls that are answered without a body. */
  async change(call: ResourceCall, options: CallOptions = {}): Promise<void> {
    checkCallOptions('outline', options);
    return this.read(call, () => undefined, options);
  }
}

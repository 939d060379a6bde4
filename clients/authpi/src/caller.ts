import { checkCallOptions } from '@keyrack/http';
import type { AnswerToDecode, CallOptions, Method, PreparedCall, QueryValue, RequestHeaders } from '@keyrack/http';
import type { Secret } from '@keyrack/secret';
import type { Account } from './account.ts';
import { checkBody, checkIdempotencyKey, checkIfMatch, checkSegment, checkFields } from './arguments.ts';
import type { ActionOptions, CreateOptions, DeleteOptions, ReadOptions } from './call-options.ts';
import { ConfigurationError, inOwnWords, MalformedResponseError } from './client-errors.ts';
import { readItem } from './item.ts';
import type { Item, ItemShape } from './item.ts';
import { readArray, readPage } from './page-answer.ts';
import { pagesOf } from './page.ts';
import type { Page } from './page.ts';
import { checkMethod, checkRoute } from './prepared-call.ts';

/** One operation of the API with its arguments, as a resource describes it. */
export interface ResourceCall extends ItemShape {
  readonly method: Extract<Method, 'GET' | 'POST' | 'PATCH' | 'DELETE'>;
  /** `{account_id}` and the ids of the scope are filled in. */
  readonly route: string;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly query?: object;
  readonly body?: object;
  /** Sent instead of `body`, byte for byte. */
  readonly bodyText?: Secret;
}

/** A call of the API in its own words. */
export interface AuthPICall {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Such as `/v1/accounts/{account_id}/issuers/{issuer_id}`; `{account_id}` is filled in where it is not given. */
  readonly route: string;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, QueryValue>>;
  readonly body?: object;
}

/** What was answered, as it was received. */
export interface AuthPIAnswer {
  readonly status: number;
  readonly etag: string | null;
  readonly body: unknown;
}

/** Everything that any call takes; the public methods say what each of them does. */
type AnyOptions = CallOptions & Partial<ReadOptions & CreateOptions & ActionOptions & DeleteOptions>;

/** What all resources of a client make their calls with. */
export interface CallerOptions {
  readonly account: Account;
  readonly newIdempotencyKey: () => string;
  /** The JSON text that a body is sent as. */
  readonly textOf: (body: object) => Secret | undefined;
  /** Sends a call, or hands it out as it is. */
  readonly deliver: <Result>(call: PreparedCall<Result>, options: CallOptions) => Promise<Result>;
}

const ownHeaders: ReadonlySet<string> = new Set(['idempotency-key', 'if-match']);
const largestPage = 100;

/** Makes the calls of all resources of one client. */
export class Caller {
  readonly #options: CallerOptions;
  readonly #scope: Readonly<Record<string, string>>;

  /** @param scope - ids that all calls share, such as that of an issuer. */
  constructor(options: CallerOptions, scope: Readonly<Record<string, string>> = {}) {
    this.#options = options;
    this.#scope = scope;
  }

  /** The same within one more object. @throws {ConfigurationError} for an id that cannot be a part of an address */
  within(name: string, id: string): Caller {
    return new Caller(this.#options, { ...this.#scope, [name]: checkSegment(name, id) });
  }

  /** For calls that are answered with one object. */
  async item<T>(call: ResourceCall, options?: AnyOptions): Promise<Item<T>> {
    const isRead = call.method === 'GET';
    return this.#make(call, options, (body, answer) => readItem<T>(body, answer, { ...call, isRead }));
  }

  /** For lists. */
  async page<T>(call: ResourceCall, options?: AnyOptions): Promise<Page<T>> {
    return this.#make(call, options, (body, answer) => readPage<T>(body, answer, call));
  }

  /** For lists that are neither paged nor as long as to need it. */
  async array<T>(call: ResourceCall, options?: AnyOptions): Promise<readonly T[]> {
    return this.#make(call, options, (body, answer) => readArray<T>(body, answer, call));
  }

  /** Every page of a list, each read when it is asked for. */
  pages<T>(call: ResourceCall, options?: CallOptions): AsyncGenerator<Page<T>, void, undefined> {
    if (call.query !== undefined) checkFields('the query', call.query);
    const read = (cursor: string | undefined): Promise<Page<T>> =>
      this.#readPage<T>({ ...call, query: { limit: largestPage, ...call.query, ...(cursor === undefined ? {} : { cursor }) } }, options);
    return pagesOf(read, (reason) => brokenList(call, reason));
  }

  /** Every item of a list. */
  async *all<T>(call: ResourceCall, options?: CallOptions): AsyncGenerator<T, void, undefined> {
    // Not yield*: within an asynchronous generator that makes two promises more for each item.
    for await (const page of this.pages<T>(call, options)) for (const item of page.data) yield item;
  }

  /** Every item of a list that takes no cursor: when the service says that there is more, nothing leads to it. */
  async *whole<T>(call: ResourceCall, options?: CallOptions): AsyncGenerator<T, void, undefined> {
    const page = await this.#readPage<T>(call, options);
    yield* page.data;
    if (page.has_more) throw brokenList(call, 'there is more, but this list takes no cursor');
  }

  /** For calls of whose answer nothing is expected. */
  async done(call: ResourceCall, options?: AnyOptions): Promise<void> {
    return this.#make(call, options, () => undefined);
  }

  /** For calls that have no method of their own. */
  async anything(call: AuthPICall, options?: AnyOptions): Promise<AuthPIAnswer> {
    const { body, ...rest } = checkFields('the call', call);
    checkMethod(call.method);
    checkRoute(call.route);
    if (call.parameters !== undefined) checkFields('the parameters', call.parameters);
    return this.#make(body === undefined ? rest : call, options, (body, { status, headers }) => ({
      status,
      etag: headers['etag'] ?? null,
      body,
    }));
  }

  /** The JSON text of a body, and a fresh Idempotency-Key where none is given: all that an identical repetition needs. */
  prepare(body: object, idempotencyKey: string = this.#options.newIdempotencyKey()): { idempotencyKey: string; bodyText: Secret } {
    const bodyText = this.#options.textOf(checkBody(body));
    if (bodyText === undefined) throw new ConfigurationError('the body must be something that JSON can hold');
    return { idempotencyKey: checkIdempotencyKey(idempotencyKey), bodyText };
  }

  /** Makes the call of the wire and delivers it: it is sent, or handed out. */
  async #make<Result>(
    call: ResourceCall,
    options: AnyOptions = {},
    decode: (body: unknown, answer: AnswerToDecode) => Result,
  ): Promise<Result> {
    inOwnWords(() => checkCallOptions('authpi', options, { flags: ['raw'], others: ['ifMatch', 'idempotencyKey', 'body'] }));
    const { raw, ifMatch, idempotencyKey, body: actionBody, ...callOptions } = options;
    refuseOwnHeaders('headers', callOptions.headers);
    const body = 'body' in call || actionBody !== undefined ? checkBody('body' in call ? call.body : actionBody) : undefined;
    if (call.query !== undefined) checkFields('the query', call.query);
    const isPost = call.method === 'POST';
    const key = idempotencyKey === undefined && isPost ? this.#options.newIdempotencyKey() : idempotencyKey;
    const headers: Record<string, string | Secret | undefined> = { ...callOptions.headers };
    if (key !== undefined) headers['idempotency-key'] = checkIdempotencyKey(key);
    if (ifMatch !== undefined) headers['if-match'] = checkIfMatch(ifMatch);
    const prepared: PreparedCall<Result> = {
      method: call.method,
      route: call.route,
      parameters: await this.#parameters(call, callOptions),
      // Query values are texts, numbers and booleans; the transport refuses anything else.
      query: (call.query ?? {}) as Readonly<Record<string, QueryValue>>,
      headers,
      ...(call.bodyText === undefined ? {} : { bodyText: call.bodyText }),
      ...(body === undefined ? {} : { body }),
      // The overloads of every public method say that a raw answer is `unknown`.
      decode: raw === true ? (received) => received as Result : decode,
    };
    const { headers: _headers, ...rest } = callOptions;
    return this.#options.deliver(prepared, rest);
  }

  /** The types of `prepare` have no iterations; a program without types may come here all the same. */
  async #readPage<T>(call: ResourceCall, options: CallOptions | undefined): Promise<Page<T>> {
    const page = await this.page<T>(call, options);
    if (!('data' in page)) throw new ConfigurationError('an iteration cannot be prepared: it is as many calls as there are pages');
    return page;
  }

  async #parameters({ route, parameters = {} }: ResourceCall, options: CallOptions): Promise<Readonly<Record<string, string>>> {
    const known: Record<string, string> = { ...this.#scope };
    for (const [name, value] of Object.entries(parameters)) known[name] = checkSegment(name, value);
    if (route.includes('{account_id}')) known['account_id'] ??= await this.#options.account.id(options);
    return known;
  }
}

function brokenList({ method, route }: ResourceCall, reason: string): MalformedResponseError {
  const details = { system: 'authpi', method, route, attempts: 1, outcome: 'not-applied', retryable: false, status: 200 } as const;
  return new MalformedResponseError(
    { fault: `${method} ${route}: the list does not hold together: ${reason}`, advice: 'List again.' },
    details,
  );
}

/** @throws {ConfigurationError} for headers that would replace the ones of single calls, and make different requests look alike. */
export function refuseOwnHeaders(option: string, headers: RequestHeaders | undefined): void {
  const found = Object.keys(headers ?? {}).find((name) => ownHeaders.has(name.toLowerCase()));
  if (found === undefined) return;
  throw new ConfigurationError(`${option} must not hold "${found.toLowerCase()}": the options of the single call set it`);
}

import type { AnswerToDecode, ApiRequest, QueryValue, RequestHeaders } from '@keyrack/http';
import type { Secret } from '@keyrack/secret';
import { checkFields, checkSegment } from './arguments.ts';
import { ConfigurationError } from './client-errors.ts';

/**
 * A call that was made ready and not sent. It is plain data but for its last member, can be looked at, copied and changed, and goes out with
 * `authpi.send`. Sent again within 23 hours a POST is the same call: its Idempotency-Key is in it.
 */
export interface PreparedCall<Result = unknown> {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Such as `/v1/accounts/{account_id}/issuers/{issuer_id}`. */
  readonly route: string;
  /** What stands in the places of the route. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, QueryValue>>;
  /** `idempotency-key`, `if-match`, and the headers of this call alone; never the credential. */
  readonly headers: RequestHeaders;
  /** Sent as JSON. @default no body */
  readonly body?: object;
  /** Sent instead of `body`, byte for byte. */
  readonly bodyText?: Secret;
  /** Turns the answer into what the method gives. */
  readonly decode: (body: unknown, answer: AnswerToDecode) => Result;
}

/**
 * The same tree as the client's, in which every method gives a {@link PreparedCall} of what it would give. Iterations are not in it: they are
 * as many calls as there are pages.
 */
export type Prepares<Tree> = {
  readonly [Name in keyof Tree as Tree[Name] extends NoSingleCall ? never : Name]: PreparesMember<Tree[Name]>;
};

type PreparesMember<Member> = Member extends (...given: infer Given) => Promise<infer Result>
  ? (...given: Given) => Promise<PreparedCall<Result>>
  : Member extends (...given: infer Given) => infer Scope
    ? (...given: Given) => Prepares<Scope>
    : Prepares<Member>;

/** An iteration, or a method that makes something ready by itself. */
type NoSingleCall = (...given: never[]) => AsyncGenerator | { readonly bodyText: Secret };

/** What goes out for a prepared call, which its holder may have changed. @throws {ConfigurationError} */
export function requestOf<Result>(call: PreparedCall<Result>): ApiRequest<Result> {
  const { method, route, parameters, query, headers, body, bodyText, decode } = checkFields('a prepared call', call);
  checkMethod(method);
  checkRoute(route);
  for (const [name, value] of Object.entries(checkFields('the parameters', parameters))) checkSegment(name, value);
  checkFields('the headers', headers);
  return {
    method,
    route,
    parameters,
    query,
    headers,
    ...(body === undefined ? {} : { body }),
    ...(bodyText === undefined ? {} : { bodyText }),
    // The service keeps keys of POST only, so nothing else can be repeated without acting twice.
    repeatable: method === 'POST' && headers['idempotency-key'] !== undefined,
    // What a write has made cannot be asked for again, and a secret least of all.
    anyContentType: method !== 'GET',
    decode,
  };
}

/** @throws {ConfigurationError} for a route that is not one of the API. */
export function checkRoute(route: string): string {
  if (typeof route === 'string' && route.startsWith('/v1/')) return route;
  throw new ConfigurationError('route must begin with /v1/');
}

/** @throws {ConfigurationError} for a method that the API does not use. */
export function checkMethod(method: string): void {
  if (!methods.includes(method)) throw new ConfigurationError(`method must be one of ${methods.join(', ')}`);
}

const methods: readonly string[] = ['GET', 'POST', 'PATCH', 'DELETE'];

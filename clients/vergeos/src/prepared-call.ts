import { checkObject } from '@keyrack/http';
import type { AnswerToDecode, ApiRequest, QueryValue, RequestHeaders } from '@keyrack/http';
import type { AnyRow, TableResource } from './resources/table-resource.ts';
import type { VergeOSApi } from './vergeos-api.ts';

/**
 * A call that was made ready and not sent. It is plain data but for its last member, can be looked at, copied and changed, and goes out
 * with `vergeos.send`.
 */
export interface PreparedCall<Result = unknown> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Such as `/api/v4/users/{key}`. */
  readonly route: string;
  /** What stands in the places of the route. */
  readonly parameters: NonNullable<ApiRequest['parameters']>;
  readonly query: Readonly<Record<string, QueryValue>>;
  /** Those of this call alone; never the login. */
  readonly headers: RequestHeaders;
  /** Sent as JSON. @default no body */
  readonly body?: object;
  /** Turns the answer into what the method gives. */
  readonly decode: (body: unknown, answer: AnswerToDecode) => Result;
}

/**
 * The same resources as the client's, in which every method gives a {@link PreparedCall} of what it would give. Iterations are not in it:
 * they are as many calls as there are pages.
 */
export type Prepares<Tree> = {
  readonly [Name in keyof Tree as Tree[Name] extends NoSingleCall ? never : Name]: PreparesMember<Tree[Name]>;
};

/** What {@link VergeOSClient.prepare} holds. */
export type PreparesVergeOS = Prepares<Omit<VergeOSApi, 'table'>> & {
  /** Any table of the system; see {@link VergeOSClient.table}. @throws {ConfigurationError} */
  table<Row = AnyRow>(name: string): Prepares<TableResource<Row>>;
};

type PreparesMember<Member> = Member extends (...given: infer Given) => Promise<infer Result>
  ? (...given: Given) => Promise<PreparedCall<Result>>
  : Prepares<Member>;

type NoSingleCall = (...given: never[]) => AsyncGenerator;

/** What goes out for a prepared call, which its holder may have changed; the transport refuses what would lead elsewhere. */
export function requestOf<Result>(call: PreparedCall<Result>): ApiRequest<Result> {
  const { method, route, parameters, query, headers, body, decode } = checkObject('vergeos', 'a prepared call', call);
  return {
    method,
    route,
    parameters,
    query,
    headers,
    ...(body === undefined ? {} : { body }),
    // Setting the same columns again, or deleting what is gone, changes nothing; what an action does is not known.
    repeatable: method === 'DELETE' || (method === 'PUT' && query?.['action'] === undefined),
    // What makes something is answered once, perhaps with a secret.
    anyContentType: method === 'POST',
    decode,
  };
}

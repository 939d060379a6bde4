import type { Secret } from '@keyrack/secret';
import type { AnswerToDecode, ApiRequest, Method, QueryValue, RequestHeaders } from './request.ts';

/**
 * A call that was made ready and not sent. It is plain data but for its last member, can be looked at, copied and changed, and goes out with
 * `client.send`. What is secret in it is a Secret, so it can be printed.
 */
export interface PreparedCall<Result = unknown> {
  readonly method: Method;
  /** The path below the base URL, with a `{name}` for each parameter. */
  readonly route: string;
  /** What stands in the places of the route. */
  readonly parameters: NonNullable<ApiRequest['parameters']>;
  readonly query: Readonly<Record<string, QueryValue>>;
  /** Those of this call alone; never the credential. */
  readonly headers: RequestHeaders;
  /** Sent as JSON. @default no body */
  readonly body?: object;
  /** Sent instead of `body`, byte for byte. */
  readonly bodyText?: Secret;
  /** Turns the answer into what the method gives. */
  readonly decode: (body: unknown, answer: AnswerToDecode) => Result;
}

/**
 * The same tree as a client's, in which every method gives a {@link PreparedCall} of what it would give. Iterations are not in it: they are
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

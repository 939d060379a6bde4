import type { LiteLLMClient, LiteLLMRequest } from '@keyrack/litellm';
import type { TypedWords } from '../../input/typed-words.ts';

/** What goes with a call. */
export interface LiteLLMInput {
  /** The ids in the words, in their order. */
  readonly ids: readonly string[];
  readonly body: object | undefined;
  /** What a list is asked for; its names are checked by the client. */
  readonly query: Readonly<Record<string, unknown>>;
  readonly signal: AbortSignal;
}

interface Words {
  /** Words as they are typed, ids in angle brackets: `users get <user>`. */
  readonly words: string;
}

/** Reads a list, one item after the other. */
interface ListMethod extends Words {
  readonly kind: 'list';
  readonly takes: readonly 'query'[];
  readonly list: (client: LiteLLMClient, input: LiteLLMInput) => AsyncIterable<object>;
}

/** Reads one thing. */
interface ReadMethod extends Words {
  readonly kind: 'read';
  readonly takes: readonly never[];
  readonly read: (client: LiteLLMClient, input: LiteLLMInput) => Promise<object>;
}

/** Changes something, by one request that can be looked at before it is sent. */
interface ChangeMethod extends Words {
  readonly kind: 'change';
  readonly takes: readonly 'body'[];
  /** What it does cannot be taken back. @default false */
  readonly isFinal?: boolean;
  /** Tells whose keys the proxy deletes along with it: with its own words, `the user "ada"`, and how many there are. */
  readonly keysLost?: (client: LiteLLMClient, input: LiteLLMInput) => Promise<{ readonly whose: string; readonly count: number }>;
  readonly prepare: (client: LiteLLMClient, input: LiteLLMInput) => Promise<LiteLLMRequest<unknown>>;
}

/** One thing that `keyrack litellm <connection>` does. */
export type LiteLLMMethod = ListMethod | ReadMethod | ChangeMethod;

/** The same, with the ids that were typed for it. */
export type TypedMethod = TypedWords<LiteLLMMethod>;

/** What is typed to be set; the client checks it by name and value. */
export function bodyOf<Body>({ body }: LiteLLMInput): Body {
  return { ...body } as Body;
}

/** What a list is asked for; the client checks it by name and value. */
export function queryOf<Query>({ query }: LiteLLMInput): Query {
  return query as Query;
}

/** A list that comes at once, item by item. */
export async function* oneByOne(items: Promise<readonly object[]>): AsyncIterable<object> {
  yield* await items;
}

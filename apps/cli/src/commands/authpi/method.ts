import type { TypedWords } from '../../input/typed-words.ts';

/** One method of the AuthPI client, as it is typed. */
export interface AuthPIMethod {
  /** Words as they are typed, ids in angle brackets: `issuer <issuer_id> users get <user_id>`. */
  readonly words: string;
  readonly verb: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly gives: 'item' | 'page' | 'array' | 'none';
  /** Whether its body is a parameter of its own, or one of its options because nobody has described it; absent: it has none. */
  readonly body?: 'parameter' | 'option';
  /** What it can be asked for, and of which type. */
  readonly query?: Readonly<Record<string, string>>;
}

/** A method with the ids that were typed for it. */
export type TypedMethod = TypedWords<AuthPIMethod>;

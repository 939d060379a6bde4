import type { FilterObject, PreparedCall, VergeOSClient } from '@keyrack/vergeos';
import type { TypedWords } from '../../input/typed-words.ts';

/** What goes with a call. */
export interface VergeOSInput {
  /** The ids in the words, in their order. */
  readonly ids: readonly string[];
  readonly body: object | undefined;
  readonly filter: FilterObject | undefined;
  readonly fields: readonly string[] | undefined;
  readonly signal: AbortSignal;
}

interface Words {
  /** Words as they are typed, ids in angle brackets: `users get <user>`. */
  readonly words: string;
}

/** Reads a list, one row after the other. */
interface ListMethod extends Words {
  readonly kind: 'list';
  readonly takes: readonly ('filter' | 'fields')[];
  readonly list: (client: VergeOSClient, input: VergeOSInput) => AsyncIterable<object>;
}

/** Reads one thing. */
interface ReadMethod extends Words {
  readonly kind: 'read';
  readonly takes: readonly 'fields'[];
  readonly read: (client: VergeOSClient, input: VergeOSInput) => Promise<unknown>;
}

/** Changes something, by one call that can be looked at before it is sent. */
interface ChangeMethod extends Words {
  readonly kind: 'change';
  readonly takes: readonly 'body'[];
  /** What it does cannot be taken back. @default false */
  readonly isFinal?: boolean;
  readonly prepare: (client: VergeOSClient, input: VergeOSInput) => Promise<PreparedCall>;
}

/** One thing that `keyrack vergeos <connection>` does. */
export type VergeOSMethod = ListMethod | ReadMethod | ChangeMethod;

/** The same, with the ids that were typed for it. */
export type TypedMethod = TypedWords<VergeOSMethod>;

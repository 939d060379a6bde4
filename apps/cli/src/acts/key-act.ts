import type { AccessKey, Operation } from '@keyrack/contracts';
import type { Target } from './target.ts';

/** Something that can be done to one or several keys, and the words for it. */
export interface KeyAct {
  /** `Revoke`. */
  readonly verb: string;
  /** While it is done: `Revoking`. */
  readonly doing: string;
  /** What a key is afterwards: `revoked`. */
  readonly done: string;
  /** What is written down of it: `revocation`. */
  readonly noun: string;
  /** Whether a person is asked before also when it is about one key only. */
  readonly isFinal: boolean;
  /** Whether keys are refused by their system afterwards. @default false */
  readonly isEnd?: boolean;
  /** Checks whether it can be done, and gives the key as a preview shows it. Nothing is sent or written. */
  preview(target: Target): Promise<AccessKey>;
  perform(target: Target): Promise<KeyActResult>;
}

/** What the rack says afterwards. */
interface KeyActResult {
  readonly key: AccessKey;
  /** Null: there was nothing to write down. */
  readonly operation: Operation | null;
  /** Where the key is something else now than the act says. */
  readonly result?: string;
}

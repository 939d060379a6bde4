import type { AuditEvent } from '@keyrack/contracts';
import { broken } from './broken.ts';
import { checkpointType, isSigned } from './checkpoint.ts';
import { AuditFileReader } from './file-reader.ts';
import type { FileLine, FileUnit } from './file-reader.ts';
import type { AuditHead } from './head.ts';
import type { NoteVerifier } from './signed-note.ts';

/** What a file of audit events holds. */
export interface FileVerification {
  /** Null: an export, which has no first line that says whose it is. */
  readonly id: string | null;
  readonly rackId: string | null;
  /** How many events hold, those of {@link FileVerification.undecided} among them. */
  readonly events: number;
  /** Null: it holds none. */
  readonly firstSequence: number | null;
  readonly lastSequence: number | null;
  /** The hash of the last event. */
  readonly headHash: string | null;
  readonly checkpoints: number;
  /** The last event that a checkpoint signs; null: none does, or nobody said which public key counts. */
  readonly signedThrough: number | null;
  /** How many times transactions were withdrawn that had been written and were never committed. */
  readonly withdrawals: number;
  /** Where the file was read alone: events at its end of which only the store knows whether they were committed. */
  readonly undecided: number;
  /** Whether its end holds a transaction that was not committed: one, at most. */
  readonly hasUncommittedTail: boolean;
}

/** What a file is held against. Each is left out where it is not known. */
export interface FileExpectations {
  /** Whose checkpoints count. */
  readonly verifier?: NoteVerifier | null;
  /** Takes each event that is certain, in order. @throws {AuditBrokenError} where it is not one of the trail */
  readonly onCertain?: (event: AuditEvent) => Promise<void>;
  /** Tells of transactions at the end which of them were committed. @default the first, which fits the file */
  readonly whichWasCommitted?: (open: readonly FileUnit[]) => Promise<readonly FileUnit[]>;
}

/**
 * Verifies a file of audit events line by line.
 * @throws {AuditBrokenError} with `details.sequence` of the first event in doubt.
 */
export async function verifyAuditLines(lines: AsyncIterable<FileText>, expectations: FileExpectations = {}): Promise<FileVerification> {
  const { verifier = null, onCertain, whichWasCommitted } = expectations;
  const reader = new AuditFileReader();
  const tally = new Tally(verifier);
  let rest = '';
  for await (const line of lines) {
    if (!line.isWhole) rest = line.text;
    else {
      for (const event of reader.take(line)) {
        await onCertain?.(event);
        tally.add(event);
      }
    }
  }
  const { open, isTorn, withdrawals } = reader.end(rest);
  const committed = await (whichWasCommitted?.(open) ?? open.filter(({ follows }) => follows).slice(0, 1));
  const uncommitted = open.length - committed.length + (isTorn ? 1 : 0);
  const [first] = open;
  if (uncommitted > 1 && first) {
    throw broken('file', 'more than one transaction at its end was not committed', first.previous.sequence + 1);
  }
  for (const event of committed.flatMap(({ events }) => events)) tally.add(event);
  return {
    id: reader.header?.id ?? null,
    rackId: reader.header?.rackId ?? null,
    ...tally.result(),
    withdrawals,
    undecided: whichWasCommitted ? 0 : committed.flatMap(({ events }) => events).length,
    hasUncommittedTail: uncommitted > 0,
  };
}

/** A line of a file; the last one may not be whole. */
export interface FileText extends FileLine {
  /** Whether a newline ends it. */
  readonly isWhole: boolean;
}

/** Counts events, and checks the signatures among them. */
class Tally {
  readonly #verifier: NoteVerifier | null;
  #events = 0;
  #checkpoints = 0;
  #signedThrough: number | null = null;
  #first: AuditHead | null = null;
  #last: AuditHead | null = null;

  constructor(verifier: NoteVerifier | null) {
    this.#verifier = verifier;
  }

  add(event: AuditEvent): void {
    this.#events += 1;
    this.#first ??= event;
    this.#last = event;
    if (event.type !== checkpointType) return;
    this.#checkpoints += 1;
    if (this.#verifier === null) return;
    if (!isSigned(event, this.#verifier)) {
      throw broken('file', `the checkpoint in event ${event.sequence} is not signed by this public key`, event.sequence);
    }
    this.#signedThrough = event.sequence - 1;
  }

  result(): Pick<FileVerification, 'events' | 'firstSequence' | 'lastSequence' | 'headHash' | 'checkpoints' | 'signedThrough'> {
    return {
      events: this.#events,
      firstSequence: this.#first?.sequence ?? null,
      lastSequence: this.#last?.sequence ?? null,
      headHash: this.#last?.hash ?? null,
      checkpoints: this.#checkpoints,
      signedThrough: this.#signedThrough,
    };
  }
}

import { AuditBrokenError } from '@keyrack/contracts';
import type { VerifiedFile } from '@keyrack/runtime';
import type { RecordView } from '../output/print-record.ts';
import { count } from '../output/words.ts';

/** What does not hold. */
interface BrokenRecord {
  /** `trail`: what is in the store. `file`: the audit file, or an export. */
  readonly subject: string;
  /** The first event in doubt. */
  readonly sequence: number | null;
  readonly finding: string;
  readonly advice: string | null;
}

/** What a verification found, on our wire. What was not looked at, or not reached, is null. */
export interface VerificationRecord {
  readonly holds: boolean;
  /** Of the trail in the store. */
  readonly events: number | null;
  readonly headHash: string | null;
  readonly checkpoints: number | null;
  /** The last event that a checkpoint signs. */
  readonly signedThrough: number | null;
  readonly file: VerifiedFile | null;
  readonly broken: BrokenRecord | null;
}

/** What the store's part of a verification gives. */
export type TrailPart = Pick<VerificationRecord, 'events' | 'headHash' | 'checkpoints' | 'signedThrough'>;

const noTrail: TrailPart = { events: null, headHash: null, checkpoints: null, signedThrough: null };

/** Everything that was looked at holds. */
export function verifiedRecord(trail: TrailPart | null, file: VerifiedFile | null): VerificationRecord {
  return { holds: true, ...(trail ?? noTrail), file, broken: null };
}

/** Something does not hold; null: the error says something else. */
export function brokenRecord(error: unknown): VerificationRecord | null {
  if (!AuditBrokenError.isInstance(error)) return null;
  const { subject, sequence, finding } = error.details;
  const broken = {
    subject: String(subject),
    sequence: typeof sequence === 'number' ? sequence : null,
    finding: typeof finding === 'string' ? finding : error.message,
    advice: error.advice,
  };
  return { holds: false, ...noTrail, file: null, broken };
}

/** A verification for people; what does not hold is told as an error instead. */
export const verificationView: RecordView<VerificationRecord> = {
  fields: ['holds', 'events', 'headHash', 'checkpoints', 'signedThrough', 'file', 'broken'],
  lines: [
    { title: 'Verified', cell: ({ events }) => (events === null ? '' : `${count(events, 'event')}, the chain holds`) },
    { title: 'Head', cell: ({ headHash }) => headHash ?? '' },
    { title: 'Signed', cell: (record) => (record.events === null ? '' : signed(record.signedThrough)) },
    { title: 'File', cell: ({ file }) => file?.path ?? '' },
    { title: 'In it', cell: ({ file }) => (file === null ? '' : fileEvents(file)) },
    { title: 'Its head', cell: ({ file, events }) => (events === null ? (file?.headHash ?? '') : '') },
    { title: 'Its end', cell: ({ file }) => (file === null ? '' : fileEnd(file)) },
  ],
};

function signed(through: number | null): string {
  return through === null ? 'nothing yet; keyrack audit checkpoint signs it' : `up to event ${through}`;
}

function fileEvents({ events, firstSequence, lastSequence, checkpoints, signedThrough }: VerifiedFile): string {
  if (events === 0) return 'no event yet';
  const range = `${count(events, 'event')}, ${firstSequence} to ${lastSequence}, the chain holds`;
  if (signedThrough !== null) return `${range}; signed up to event ${signedThrough}`;
  return checkpoints === 0 ? `${range}; nothing in it is signed` : `${range}; its signatures were not looked at`;
}

function fileEnd({ hasUncommittedTail, undecided, withdrawals }: VerifiedFile): string {
  const parts = [
    hasUncommittedTail ? 'one transaction was not committed, and counts for nothing' : '',
    undecided > 0 ? `only the store knows whether the last ${count(undecided, 'event')} counted` : '',
    withdrawals > 0 ? `${count(withdrawals, 'time')} before, what was not committed was withdrawn` : '',
  ];
  return parts.filter((part) => part !== '').join('; ');
}

import { AuditBrokenError } from '@keyrack/contracts';
import type { AuditEvent } from '@keyrack/contracts';
import type { AuditHead } from './head.ts';

/** What is found not to hold: the trail in the store, or what was written of it to a file. */
export type AuditSubject = 'trail' | 'file';

const names: Readonly<Record<AuditSubject, string>> = { trail: 'The audit trail', file: 'The audit file' };
const advices: Readonly<Record<AuditSubject, string>> = {
  trail: 'Keep a copy of the data folder as it is, and compare with the last backup.',
  file: 'Keep a copy of the file as it is, and compare it with keyrack audit export and with what was sent elsewhere.',
};

/** The error of a trail that does not hold. @param sequence - the first event in doubt */
export function broken(subject: AuditSubject, what: string, sequence: number): AuditBrokenError {
  return new AuditBrokenError(`${names[subject]} does not hold: ${what}`, {
    advice: advices[subject],
    details: { sequence, subject, finding: what },
  });
}

/** Names a place for people: `after event 7`. */
export function after(previous: (AuditHead & Partial<Pick<AuditEvent, 'atMs'>>) | null): string {
  if (previous === null || previous.sequence === 0) return 'at its beginning';
  const at = previous.atMs === undefined ? '' : ` (${new Date(previous.atMs).toISOString()})`;
  return `after event ${previous.sequence}${at}`;
}

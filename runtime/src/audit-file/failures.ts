import { StoreFailedError } from '@keyrack/contracts';

/** What is wrong with an audit file: `details.problem` of the error. */
export type AuditFileProblem =
  | 'gone'
  | 'replaced'
  | 'cut'
  | 'changed'
  | 'ahead'
  | 'forgotten'
  | 'foreign'
  | 'no-file'
  | 'open-to-others'
  | 'read-only'
  | 'disk-full'
  | 'disturbed'
  | 'failed';

const anotherOne = 'or begin another one: name a new path with --audit-file or KEYRACK_AUDIT_FILE';

const explanations: Readonly<Record<AuditFileProblem, { readonly says: string; readonly advice: string }>> = {
  gone: { says: 'is gone', advice: `Put it back, ${anotherOne}.` },
  replaced: { says: 'was replaced by another file', advice: `Put the one back that was there, ${anotherOne}.` },
  cut: { says: 'was cut: it is shorter than it was', advice: `Look with keyrack audit verify, put it back whole, ${anotherOne}.` },
  changed: { says: 'was changed at its end', advice: `Look with keyrack audit verify, put it back as it was, ${anotherOne}.` },
  ahead: {
    says: 'holds events that the store does not know',
    advice:
      'Where the store was restored from a backup, keep the file and name a new path with --audit-file. Else look who else writes to it.',
  },
  forgotten: {
    says: 'was written to, and the store has no note of that any more',
    advice: 'Somebody has changed the store: look with keyrack audit verify. To go on, name a new path with --audit-file.',
  },
  foreign: { says: 'is not one of this rack', advice: 'Name another path with --audit-file or KEYRACK_AUDIT_FILE.' },
  'no-file': { says: 'is not a regular file', advice: 'Name another path with --audit-file or KEYRACK_AUDIT_FILE.' },
  'open-to-others': { says: 'can be written to by others', advice: 'Let it belong to this user, and close it: chmod go-w.' },
  'read-only': { says: 'must not be written by this user', advice: 'Give this user the right to append to it.' },
  'disk-full': { says: 'has no room: its disk is full', advice: 'Free some space on its disk and try again.' },
  disturbed: { says: 'was written to by another process at the same instant', advice: 'Try again.' },
  failed: { says: 'could not be written', advice: 'Look at its disk and try again.' },
};

const problemOf: Readonly<Record<string, AuditFileProblem>> = {
  ENOENT: 'gone',
  ENOTDIR: 'gone',
  EISDIR: 'no-file',
  ENXIO: 'no-file',
  EACCES: 'read-only',
  EPERM: 'read-only',
  EROFS: 'read-only',
  ENOSPC: 'disk-full',
  EDQUOT: 'disk-full',
  EFBIG: 'disk-full',
};

/** The error of an audit file that cannot be relied on. It undoes the transaction that was to be written to it. */
export function auditFileFailed(path: string, problem: AuditFileProblem, cause?: unknown): StoreFailedError {
  const { says, advice } = explanations[problem];
  const code = problem === 'failed' && isCoded(cause) ? ` (${cause.code})` : '';
  return new StoreFailedError(`The audit file ${path} ${says}${code}`, {
    advice,
    details: { reason: 'audit-file', problem },
    ...(cause !== undefined && { cause }),
  });
}

/** Reads what the operating system says; errors of our own stay as they are. */
export function readFileFailure(path: string, error: unknown): StoreFailedError {
  if (StoreFailedError.isInstance(error)) return error;
  return auditFileFailed(path, isCoded(error) ? (problemOf[error.code] ?? 'failed') : 'failed', error);
}

function isCoded(error: unknown): error is Error & { readonly code: string } {
  return error instanceof Error && 'code' in error && typeof error.code === 'string';
}

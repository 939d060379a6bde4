import { preconditionFailed } from './api-error.ts';
import type { Operation } from './contract.ts';
import type { StoredRecord } from './records/record.ts';
import { etagOf } from './records/record.ts';

/** Refuses a change that was asked for on the grounds of an older state. @throws {ApiError} 412 */
export function checkPrecondition({ ifMatch }: Operation, header: string | undefined, target: StoredRecord | undefined): void {
  if (header === undefined || target === undefined || !ifMatch) return;
  const current = etagOf(target);
  const wanted = header.split(',').map((tag) => tag.trim());
  if (!wanted.includes('*') && !wanted.includes(current)) throw preconditionFailed(current);
}

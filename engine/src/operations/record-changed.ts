import { OperationInProgressError } from '@keyrack/contracts';

/** Between the look at a record and the write that was decided on it, another process changed it. Nothing was begun. */
export class RecordChangedError extends OperationInProgressError {}

/** Each look that is lost is another process's gain, so a few are enough: whoever works on the key then names itself. */
const mostLooks = 8;

/** Looks and decides; when the record changed before it was written, looks and decides again. */
export async function decideAgain<T>(decide: () => Promise<T>): Promise<T> {
  for (let look = 1; ; look += 1) {
    try {
      return await decide();
    } catch (error) {
      if (!(error instanceof RecordChangedError) || look >= mostLooks) throw error;
    }
  }
}

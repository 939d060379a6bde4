import type { Operation, OperationStep } from '@keyrack/contracts';
import { RefusedError } from '@keyrack/contracts';

/** Whether what an operation began can still be undone. @throws {RefusedError} that says why not, and what to do instead */
export function checkAbort({ id, kind, state, direction }: Operation, steps: readonly OperationStep[]): void {
  const finish = `keyrack operations resume ${id}`;
  if (state === 'done' || state === 'aborted') {
    const advice = kind === 'revoke' ? 'A key that is revoked stays so.' : 'keyrack revoke ends the key.';
    throw new RefusedError(`Operation ${id} is ${state} already`, { advice });
  }
  if (kind === 'revoke') {
    throw new RefusedError('A revocation that was accepted is never taken back: the key might become valid again', {
      advice: `It stays owed until the system confirms it: ${finish}`,
    });
  }
  if (kind === 'suspend' || kind === 'resume') {
    throw new RefusedError(`A ${kind} that was begun may have happened; it is finished, not taken back`, {
      advice: `Finish it with: ${finish}; then keyrack ${kind === 'suspend' ? 'resume' : 'suspend'} the key.`,
    });
  }
  if (direction === 'recover') {
    throw new RefusedError(`The ${kind} was begun before the store was restored, so it is looked up, not taken back`, {
      advice: `Finish it with: ${finish}`,
    });
  }
  if (steps.some(({ name }) => name === 'retire')) {
    throw new RefusedError('The predecessor is being retired: from here on a rotation cannot be aborted', {
      advice: `Finish it with: ${finish}`,
    });
  }
}

import type { AccessKey } from '@keyrack/contracts';
import { RefusedError } from '@keyrack/contracts';

/** The error for a secret that was made and that another process ended, with its key, before it could be shown. */
export function endedMeanwhile({ name, state, id }: AccessKey): RefusedError {
  return new RefusedError(`The new secret of "${name}" was ended by another process just now: the key is ${state}`, {
    outcome: 'applied',
    advice: `Look at it with keyrack show ${id}.`,
    details: { keyId: id, state },
  });
}

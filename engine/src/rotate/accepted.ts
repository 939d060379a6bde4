import { UpstreamRejectedError } from '@keyrack/contracts';
import type { OperationRun } from '../operations/handler.ts';
import { callOptions } from '../support/call-options.ts';

/**
 * Tries the successor where the system can tell: a secret that it does not accept must not be the only one left. Tried right before the
 * predecessor ends, since much may happen to a key during the overlap.
 * @throws {UpstreamRejectedError} while it is not accepted; the predecessor stays.
 */
export async function requireAccepted(run: OperationRun): Promise<void> {
  const { context, journal, provider, signal } = run;
  if (!provider.capabilities.probe) return;
  const kept = await context.store.read(async (session) => {
    const versions = await session.versions.listByKey(journal.operation.keyId);
    const successor = versions.findLast(({ stage }) => stage === 'current');
    const envelope = successor && (await session.versions.readSecret(successor.id));
    return envelope ? { identity: `version/${successor.id}`, envelope } : null;
  });
  if (kept === null) return; // forgotten on purpose: nobody here can try it
  const accepted = await provider.probeSecret(context.cipher.open(kept.envelope, kept.identity), callOptions({ signal }));
  if (accepted) return;
  throw new UpstreamRejectedError('The system does not accept the new secret, so the old one stays valid', {
    outcome: 'not-applied',
    retryable: true,
    advice: `Look at the key in the system; to take the rotation back: keyrack operations abort ${journal.operation.id}`,
  });
}

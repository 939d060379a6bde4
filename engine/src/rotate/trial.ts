import type { JsonObject, VersionStage } from '@keyrack/contracts';
import { UpstreamRejectedError } from '@keyrack/contracts';
import type { OperationRun } from '../operations/handler.ts';
import { callOptions } from '../support/call-options.ts';

/**
 * What came of trying a secret. `untried`: the system has no way to, it does not let us in from here, or nobody keeps the secret. A
 * system that does not answer is no result: it is asked again.
 */
type Trial = 'accepted' | 'refused' | 'untried';

/**
 * Tries the successor before anybody is given it: a key that does not work is never delivered.
 * @throws {UpstreamRejectedError} while it is not accepted; the predecessor stays.
 */
export async function tryBeforeDelivery(run: OperationRun): Promise<void> {
  const { journal } = run;
  const trial = await trySecret(run, 'prepared');
  if (trial === 'refused') throw notAccepted(run, 'nobody is given it and the old one stays valid');
  const parameters: JsonObject = { ...journal.operation.parameters, successorTried: true };
  await journal.write({ parameters }, (session) => journal.audit(session, 'key.successor-tried', { trial }));
}

/**
 * Tries it once more before its predecessor ends, since much may happen to a key during the overlap: somebody blocks it, removes it,
 * spends what it may spend. What does not work any more must not be the only one left.
 * @throws {UpstreamRejectedError} while it is not accepted; the predecessor stays.
 */
export async function tryBeforeRetirement(run: OperationRun): Promise<void> {
  if ((await trySecret(run, 'current')) === 'refused') throw notAccepted(run, 'the old one stays valid');
}

async function trySecret({ context, journal, provider, signal }: OperationRun, stage: VersionStage): Promise<Trial> {
  if (!provider.capabilities.probe) return 'untried';
  const kept = await context.store.read(async (session) => {
    const versions = await session.versions.listByKey(journal.operation.keyId);
    const successor = versions.findLast((version) => version.stage === stage);
    const envelope = successor && (await session.versions.readSecret(successor.id));
    return envelope ? { identity: `version/${successor.id}`, envelope } : null;
  });
  if (kept === null) return 'untried'; // forgotten on purpose: nobody here can try it
  try {
    const isAccepted = await provider.probeSecret(context.cipher.open(kept.envelope, kept.identity), callOptions({ signal }));
    return isAccepted ? 'accepted' : 'refused';
  } catch (error) {
    if (UpstreamRejectedError.isInstance(error) && !error.retryable) return 'untried';
    throw error;
  }
}

function notAccepted({ journal }: OperationRun, consequence: string): UpstreamRejectedError {
  return new UpstreamRejectedError(`The system does not accept the new secret, so ${consequence}`, {
    outcome: 'not-applied',
    retryable: true,
    advice: `Look at the key in the system; to take the rotation back: keyrack operations abort ${journal.operation.id} --reason "does not work"`,
  });
}

import type { AccessKey, CallOptions, KeyVersion } from '@keyrack/contracts';
import { InvalidInputError, LifecycleError, SecretUnavailableError } from '@keyrack/contracts';
import type { Secret } from '@keyrack/secret';
import { appendAudit } from '../audit/chain.ts';
import type { Parts as AllParts } from '../support/parts.ts';
import { awaitsDelivery } from '../rotate/deliver.ts';
import type { EngineContext } from '../support/context.ts';
import { callOptions } from '../support/call-options.ts';

type Parts = Pick<AllParts, 'context' | 'pool'>;

/** Shows the secret of a key again: from the store where it is kept, else from a system that shows it. */
export async function revealSecret(
  { context, pool }: Parts,
  keyId: string,
  options: CallOptions & { readonly reason: string },
): Promise<Secret> {
  const reason = options.reason.trim();
  if (reason === '')
    throw new InvalidInputError('A reason is needed to show a secret', { advice: 'Say why; it goes into the audit trail.' });
  const { key, version } = await currentVersion(context, keyId);
  const secret = version.secretKept ? await keptSecret(context, version) : await readUpstream({ context, pool }, version, options);
  const { clock, actor } = context;
  // No event, no secret: when this cannot be written, nothing is shown.
  await context.store.write((session) =>
    appendAudit(
      session,
      {
        type: 'key.revealed',
        atMs: clock.nowMs(),
        actor,
        connectionId: key.connectionId,
        keyId,
        operationId: null,
        detail: { name: key.name, reason, version: version.number },
      },
      context.cipher,
    ),
  );
  return secret;
}

async function currentVersion({ store }: EngineContext, keyId: string): Promise<{ readonly key: AccessKey; readonly version: KeyVersion }> {
  return store.read(async (session) => {
    const key = await session.keys.get(keyId);
    if (!key) throw new LifecycleError(`The record of key ${keyId} is gone`);
    const versions = await session.versions.listByKey(keyId);
    const unfinished = await session.operations.findUnfinished(keyId);
    // A rotation whose new secret nobody has got yet: that is the one to show.
    const wanted = unfinished && awaitsDelivery(unfinished) ? 'prepared' : 'current';
    const version = versions.findLast(({ stage }) => stage === wanted);
    if (version) return { key, version };
    const advice =
      key.state === 'pending' ? 'Its issue is not finished: keyrack operations list shows where it stands.' : 'Issue a new key.';
    throw new SecretUnavailableError(`Key "${key.name}" is ${key.state}; it has no secret to show`, { advice });
  });
}

async function keptSecret({ store, cipher }: EngineContext, version: KeyVersion): Promise<Secret> {
  const envelope = await store.read((session) => session.versions.readSecret(version.id));
  if (envelope === null)
    throw new SecretUnavailableError('The secret is not in the store any more', { advice: 'Rotate the key to get a new one.' });
  return cipher.open(envelope, `version/${version.id}`);
}

async function readUpstream({ context, pool }: Parts, version: KeyVersion, options: CallOptions): Promise<Secret> {
  const { provider, kind, confirmIdentity } = await pool.open(version.connectionId);
  if (!kind.capabilities.secretReadable || version.upstreamId === null) {
    throw new SecretUnavailableError(`${kind.displayName} shows a secret only once, and this one was not kept`, {
      advice: 'Rotate the key to get a new one.',
    });
  }
  await confirmIdentity(options);
  const observed = await provider.getKey(version.upstreamId, callOptions(options));
  const source = observed?.fingerprintSource;
  if (!observed?.secret || !source)
    throw new SecretUnavailableError('The system does not show this key any more', { advice: 'Run keyrack sync.' });
  if (version.fingerprint !== null && version.fingerprint !== context.cipher.fingerprint(source)) {
    throw new SecretUnavailableError('The system shows another secret than the one on record', {
      advice: 'Somebody replaced the key; run keyrack sync and look at it.',
    });
  }
  return observed.secret;
}

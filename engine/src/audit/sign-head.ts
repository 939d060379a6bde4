import type { AuditEntry, Clock, Random, SecretCipher, StoreSession } from '@keyrack/contracts';
import { appendAudit, chainStart } from './chain.ts';
import { checkpointType, signCheckpoint } from './checkpoint.ts';
import { formatVerifier } from './signed-note.ts';
import { makeSigningKey, readSigningKey, verifierOf } from './signing-key.ts';

/** What signing needs from outside. */
export interface SigningContext {
  readonly cipher: SecretCipher;
  readonly random: Random;
  readonly clock: Clock;
  readonly actor: string;
  readonly rackId: string;
}

/** Appends a checkpoint of all events so far. The first time it makes the key, and says so in the trail. */
export async function signHead(session: StoreSession, context: SigningContext): Promise<void> {
  const { cipher, clock, rackId } = context;
  let key = await readSigningKey(session, cipher, rackId);
  if (key === null) {
    key = await makeSigningKey(session, context);
    await append('audit.signing-key-made', { publicKey: formatVerifier(verifierOf(key)) });
  }
  const { sequence, hash } = (await session.audit.head()) ?? chainStart;
  await append(checkpointType, { note: signCheckpoint({ sequence, hash, atMs: clock.nowMs() }, key) });

  function append(type: string, detail: AuditEntry['detail']): Promise<void> {
    const nothing = { connectionId: null, keyId: null, operationId: null };
    return appendAudit(session, { ...nothing, type, detail, atMs: clock.nowMs(), actor: context.actor }, cipher);
  }
}

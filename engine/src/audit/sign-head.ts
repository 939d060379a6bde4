import type { Random, StoreSession } from '@keyrack/contracts';
import { chainStart } from './chain.ts';
import { checkpointType, signCheckpoint } from './checkpoint.ts';
import { appendRackEvent } from './rack-event.ts';
import type { Teller } from './rack-event.ts';
import { formatVerifier } from './signed-note.ts';
import { makeSigningKey, readSigningKey, verifierOf } from './signing-key.ts';

/** What signing needs from outside. */
export interface SigningContext extends Teller {
  readonly random: Random;
  readonly rackId: string;
}

/** A checkpoint that was appended, and the last event that it covers. */
export interface SignedHead {
  readonly sequence: number;
  readonly note: string;
}

/** Appends a checkpoint of all events so far. The first time it makes the key, and says so in the trail. */
export async function signHead(session: StoreSession, context: SigningContext): Promise<SignedHead> {
  const { cipher, clock, rackId } = context;
  let key = await readSigningKey(session, cipher, rackId);
  if (key === null) {
    key = await makeSigningKey(session, context);
    const detail = { publicKey: formatVerifier(verifierOf(key)) };
    await appendRackEvent(session, { type: 'audit.signing-key-made', detail }, context);
  }
  const { sequence, hash } = (await session.audit.head()) ?? chainStart;
  const note = signCheckpoint({ sequence, hash, atMs: clock.nowMs() }, key);
  await appendRackEvent(session, { type: checkpointType, detail: { note } }, context);
  return { sequence, note };
}

import { createPrivateKey, createPublicKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { StoreFailedError } from '@keyrack/contracts';
import type { Random, SecretCipher, StoreSession } from '@keyrack/contracts';
import { Secret } from '@keyrack/secret';
import { noteVerifier } from './signed-note.ts';
import type { NoteVerifier } from './signed-note.ts';

/** The rack's key for checkpoints. */
export interface SigningKey {
  readonly name: string;
  readonly privateKey: KeyObject;
}

const stored = 'auditSigningKey';
const identity = 'audit/signing-key';
const seedLength = 32;
/** What stands before the 32 bytes of an Ed25519 private key in DER. */
const privateKeyPrefix = Buffer.from('302e020100300506032b657004220420', 'hex');

/** Reads the signing key; null: the rack has none yet. @throws {SecretUnavailableError} when it was changed. */
export async function readSigningKey({ meta }: StoreSession, cipher: SecretCipher, rackId: string): Promise<SigningKey | null> {
  const sealed = await meta.get(stored);
  return sealed === null ? null : keyOf(Buffer.from(cipher.open(sealed, identity).reveal(), 'base64'), rackId);
}

/** Makes the signing key and keeps it, sealed by the key ring: a new master key leaves it as it is. */
export async function makeSigningKey(
  { meta }: StoreSession,
  { cipher, random, rackId }: { readonly cipher: SecretCipher; readonly random: Random; readonly rackId: string },
): Promise<SigningKey> {
  const seed = random.bytes(seedLength);
  if (seed.length !== seedLength) throw new StoreFailedError('The source of randomness gave too few bytes for a signing key');
  await meta.set(stored, cipher.seal(new Secret(Buffer.from(seed).toString('base64')), identity));
  return keyOf(seed, rackId);
}

/** The public half, under the name that stands in checkpoints. */
export function verifierOf({ name, privateKey }: SigningKey): NoteVerifier {
  return noteVerifier(name, createPublicKey(privateKey));
}

function keyOf(seed: Uint8Array, rackId: string): SigningKey {
  const key = Buffer.concat([privateKeyPrefix, seed]);
  return { name: `keyrack/${rackId}`, privateKey: createPrivateKey({ key, format: 'der', type: 'pkcs8' }) };
}

import type { AuditEvent, SecretCipher, StoreSession } from '@keyrack/contracts';
import { Secret } from '@keyrack/secret';

/** The place of the newest event. */
export type AuditHead = Pick<AuditEvent, 'sequence' | 'hash'>;

const name = 'auditHead';
const identity = 'audit/head';

/**
 * Notes the newest event, sealed. A chain that was cut at its end still is a chain; who has no data key can cut it, but cannot
 * write this note anew.
 */
export async function writeHead({ meta }: StoreSession, { sequence, hash }: AuditHead, cipher: SecretCipher): Promise<void> {
  await meta.set(name, cipher.seal(new Secret(JSON.stringify({ sequence, hash })), identity));
}

/**
 * Reads the note; null: there is none, as before the first event.
 * @throws {SecretUnavailableError} when it was changed.
 */
export async function readHead({ meta }: StoreSession, cipher: SecretCipher): Promise<AuditHead | null> {
  const sealed = await meta.get(name);
  return sealed === null ? null : (JSON.parse(cipher.open(sealed, identity).reveal()) as AuditHead); // what writeHead sealed
}

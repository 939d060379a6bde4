import { createHash, createPublicKey, sign, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { InvalidInputError } from '@keyrack/contracts';

/** A public key with the name it signs under. */
export interface NoteVerifier {
  readonly name: string;
  /** Eight hex digits, made of name and key. */
  readonly keyId: string;
  readonly publicKey: KeyObject;
}

/** The type of Ed25519 keys within notes. */
const ed25519 = 0x01;
/** What stands before the 32 bytes of an Ed25519 key in DER. */
const publicKeyPrefix = Buffer.from('302a300506032b6570032100', 'hex');

/**
 * Signs a text as a note: the text, an empty line, and a line with the signer's name and signature.
 * Source: C2SP signed-note 1.0.
 *
 * @param text - ends with a newline, and has no empty line at its end.
 */
export function signNote(text: string, signer: { readonly name: string; readonly privateKey: KeyObject }): string {
  const { name, privateKey } = signer;
  const verifier = noteVerifier(name, createPublicKey(privateKey));
  const signature = sign(null, Buffer.from(text), privateKey);
  return `${text}\n— ${name} ${Buffer.concat([Buffer.from(verifier.keyId, 'hex'), signature]).toString('base64')}\n`;
}

/** The text of a note that bears a valid signature of this verifier; null: it does not. Signatures of others are passed over. */
export function openNote(note: string, { name, keyId, publicKey }: NoteVerifier): string | null {
  const end = note.lastIndexOf('\n\n');
  if (end === -1 || !note.endsWith('\n')) return null;
  const text = note.slice(0, end + 1);
  for (const line of note.slice(end + 2, -1).split('\n')) {
    const [dash, signer, encoded = '', ...rest] = line.split(' ');
    if (dash !== '—' || rest.length > 0) return null;
    const bytes = Buffer.from(encoded, 'base64');
    if (signer !== name || bytes.subarray(0, 4).toString('hex') !== keyId) continue;
    return verify(null, Buffer.from(text), publicKey, bytes.subarray(4)) ? text : null;
  }
  return null;
}

/** Names a public key for notes. */
export function noteVerifier(name: string, publicKey: KeyObject): NoteVerifier {
  return { name, publicKey, keyId: keyIdOf(name, encodeKey(publicKey)) };
}

/** Writes a verifier as one line: name, key id and key, with `+` between them. Source: C2SP signed-note 1.0, verifier keys. */
export function formatVerifier({ name, keyId, publicKey }: NoteVerifier): string {
  return `${name}+${keyId}+${encodeKey(publicKey).toString('base64')}`;
}

/** @throws {InvalidInputError} when the text is no verifier of an Ed25519 key. */
export function parseVerifier(text: string): NoteVerifier {
  const [, name = '', keyId = '', encoded = ''] = /^([^+\s]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(text.trim()) ?? [];
  const key = Buffer.from(encoded, 'base64');
  if (key.length !== 33 || key[0] !== ed25519 || keyIdOf(name, key) !== keyId) {
    throw new InvalidInputError('This is no public key of an audit trail', {
      advice: 'Give the one line that keyrack audit public-key prints.',
    });
  }
  const publicKey = createPublicKey({ key: Buffer.concat([publicKeyPrefix, key.subarray(1)]), format: 'der', type: 'spki' });
  return { name, keyId, publicKey };
}

function encodeKey(publicKey: KeyObject): Buffer {
  const der = publicKey.export({ format: 'der', type: 'spki' });
  return Buffer.concat([Buffer.from([ed25519]), der.subarray(publicKeyPrefix.length)]);
}

function keyIdOf(name: string, encodedKey: Buffer): string {
  return createHash('sha256').update(`${name}\n`).update(encodedKey).digest('hex').slice(0, 8);
}

import { createHmac, createSecretKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { MasterKeyError } from '@keyrack/contracts';
import type { Random } from '@keyrack/contracts';
import { Secret } from '@keyrack/secret';
import { keyLength, randomBytes } from './authenticated.ts';

/** The key over all keys: it wraps the data keys and encrypts nothing else. Never prints itself. */
export class MasterKey {
  readonly #key: KeyObject;
  /** Tells master keys apart without telling anything about them; stands beside everything that was wrapped. */
  readonly id: string;

  /** @param bytes - 32 of them; the caller's copy may be wiped afterwards. */
  constructor(bytes: Uint8Array) {
    if (bytes.length !== keyLength) throw new MasterKeyError(`A master key has ${keyLength} bytes, not ${bytes.length}`);
    this.#key = createSecretKey(bytes);
    this.id = createHmac('sha256', this.#key).update('keyrack master key id').digest('hex').slice(0, 16);
  }

  /** For the cipher functions of this package only. */
  get keyObject(): KeyObject {
    return this.#key;
  }
}

/** Makes a new master key. */
export function generateMasterKey(random: Random): MasterKey {
  const bytes = randomBytes(random, keyLength);
  const key = new MasterKey(bytes);
  bytes.fill(0);
  return key;
}

/**
 * Reads a master key as a person or {@link formatMasterKey} wrote it: 32 bytes as base64, base64url or hex, with or without
 * white space around.
 *
 * @throws {MasterKeyError} for anything else; the message never repeats the text.
 */
export function parseMasterKey(text: Secret): MasterKey {
  const trimmed = text.reveal().trim();
  const bytes = decode(trimmed);
  if (!bytes) {
    throw new MasterKeyError(
      `The master key is not 32 bytes written as base64, base64url or hex (${trimmed.length} characters were given)`,
      {
        advice: 'Give the text that Keyrack or `openssl rand -base64 32` printed, complete and on one line.',
      },
    );
  }
  const key = new MasterKey(bytes);
  bytes.fill(0);
  return key;
}

/** Writes a master key as base64url: 43 characters that {@link parseMasterKey} takes. */
export function formatMasterKey(key: MasterKey): Secret {
  return new Secret(key.keyObject.export().toString('base64url'));
}

function decode(text: string): Buffer | null {
  if (/^[0-9a-fA-F]{64}$/.test(text)) return Buffer.from(text, 'hex');
  if (!/^[A-Za-z0-9+/_-]{43}=?$/.test(text)) return null;
  const bytes = Buffer.from(text, 'base64');
  const unpadded = text.replace('=', '').replaceAll('+', '-').replaceAll('/', '_');
  return bytes.toString('base64url') === unpadded ? bytes : null;
}

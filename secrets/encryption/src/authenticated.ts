import { createCipheriv, createDecipheriv } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { Random } from '@keyrack/contracts';

const algorithm = 'aes-256-gcm';
const nonceLength = 12;
const tagLength = 16;

/** The length of every key, in bytes. */
export const keyLength = 32;

/**
 * Encrypts with AES-256-GCM. The result is nonce, ciphertext and tag in one.
 *
 * @param context - bound in: only who names the same one can decrypt.
 */
export function encrypt(key: KeyObject, plain: Uint8Array, options: { readonly context: string; readonly random: Random }): Buffer {
  const nonce = randomBytes(options.random, nonceLength);
  const cipher = createCipheriv(algorithm, key, nonce, { authTagLength: tagLength }).setAAD(Buffer.from(options.context));
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** Gives back what {@link encrypt} was given; null when key, context or a single bit differs. */
export function decrypt(key: KeyObject, box: Uint8Array, context: string): Buffer | null {
  if (box.length < nonceLength + tagLength) return null;
  const tagStart = box.length - tagLength;
  const decipher = createDecipheriv(algorithm, key, box.subarray(0, nonceLength), { authTagLength: tagLength })
    .setAAD(Buffer.from(context))
    .setAuthTag(box.subarray(tagStart));
  const plain = decipher.update(box.subarray(nonceLength, tagStart));
  try {
    return Buffer.concat([plain, decipher.final()]);
  } catch {
    return null;
  }
}

/** Asks for bytes and insists on getting them all: a short nonce or key would weaken everything in silence. */
export function randomBytes(random: Random, length: number): Uint8Array {
  const bytes = random.bytes(length);
  if (bytes.length !== length) throw new RangeError(`The source of randomness gave ${bytes.length} bytes instead of ${length}`);
  return bytes;
}

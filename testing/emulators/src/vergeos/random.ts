import { randomBytes } from 'node:crypto';

const letters = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const secretLength = 43;
const hiddenDigits = 5;

/** A key's secret: 43 of `[0-9A-Za-z]`. */
export function randomSecret(): string {
  let secret = '';
  while (secret.length < secretLength) {
    // Bytes past the last whole multiple of 62 would make some letters likelier.
    for (const byte of randomBytes(64)) if (byte < 248 && secret.length < secretLength) secret += letters[byte % 62];
  }
  return secret;
}

/** A session token as the system makes it: 40 hexadecimal digits. */
export function randomToken(): string {
  return randomBytes(20).toString('hex');
}

/** A new user's password for the installation's first user. */
export function randomPassword(): string {
  return randomBytes(12).toString('base64url');
}

/** Makes one installation's seeded secrets differ from another's. */
export function randomSalt(): number {
  return randomBytes(4).readUInt32BE();
}

/**
 * The secret of the seeded key with that number. The first digits are the number itself, which makes the secret findable;
 * the rest is mixed from number and salt.
 */
export function seededSecret(index: number, salt: number): string {
  let secret = '';
  for (let rest = index, digit = 0; digit < hiddenDigits; digit += 1, rest = Math.floor(rest / letters.length)) {
    secret = `${letters[rest % letters.length]}${secret}`;
  }
  let state = (salt ^ Math.imul(index + 1, 0x9e3779b9)) >>> 0;
  while (secret.length < secretLength) {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    secret += letters[((mixed ^ (mixed >>> 14)) >>> 0) % letters.length];
  }
  return secret;
}

/** The number that a seeded secret begins with; it need not be one of this installation's. */
export function seededIndex(secret: string): number {
  let index = 0;
  for (const letter of secret.slice(0, hiddenDigits)) index = index * letters.length + letters.indexOf(letter);
  return index;
}

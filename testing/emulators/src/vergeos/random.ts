import { randomBytes } from 'node:crypto';

const letters = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const secretLength = 43;
const digitsAtOnce = 5;

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
  let secret = digits(index);
  let state = (salt ^ Math.imul(index + 1, 0x9e3779b9)) >>> 0;
  while (secret.length < secretLength) {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    secret += digits((mixed ^ (mixed >>> 14)) >>> 0);
  }
  return secret.slice(0, secretLength);
}

/** The number that a seeded secret begins with; it need not be one of this installation's. */
export function seededIndex(secret: string): number {
  let index = 0;
  for (const letter of secret.slice(0, digitsAtOnce)) index = index * letters.length + letters.indexOf(letter);
  return index;
}

/** The last digits of a number to the base 62. */
function digits(value: number): string {
  let text = '';
  for (let rest = value; text.length < digitsAtOnce; rest = Math.floor(rest / letters.length)) {
    text = `${letters.charAt(rest % letters.length)}${text}`;
  }
  return text;
}

import { randomBytes, randomInt } from 'node:crypto';

const letters = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const lowerCase = '0123456789abcdefghijklmnopqrstuvwxyz';

/** A new id: an API key's is 32 hexadecimal digits after its prefix, all others are 25 digits and lower-case letters. */
export function randomId(prefix: string): string {
  return `${prefix}_${prefix === 'key' ? randomBytes(16).toString('hex') : pick(lowerCase, 25)}`;
}

/** A new secret: 43 letters and digits. */
export function randomSecret(): string {
  return pick(letters, 43);
}

function pick(alphabet: string, length: number): string {
  return Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('');
}

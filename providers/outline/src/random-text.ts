import type { Random } from '@keyrack/contracts';

/**
 * Draws characters, each as likely as every other: bytes that would favour the first ones are thrown away.
 *
 * @param alphabet - at most 256 characters.
 * @throws {RangeError} when the source gives hardly any usable byte: it is no source of randomness.
 */
export function randomText(random: Random, alphabet: string, length: number): string {
  const fairBelow = 256 - (256 % alphabet.length);
  let text = '';
  for (let draws = 0; text.length < length; draws += 1) {
    if (draws === 100) throw new RangeError('The source of randomness does not give random bytes');
    const fair = random.bytes(length).filter((byte) => byte < fairBelow);
    text += Array.from(fair, (byte) => alphabet.charAt(byte % alphabet.length)).join('');
  }
  return text.slice(0, length);
}

import { createHash } from 'node:crypto';
import type { Random } from '@keyrack/contracts';
import { randomText } from './random-text.ts';

const pattern = /^[1-8][0-9]{15}$/;

/**
 * Makes the id of a new key: 16 decimal digits below 2^53, because the server's metrics know keys only by number. The first
 * is 1 to 8, four stand for the rack, nine are random, and two check the others (ISO 7064 MOD 97-10).
 *
 * The four digits tell racks apart for people and save questions; they prove nothing, since ten thousand racks share them.
 */
export function makeVersionId(rackId: string, random: Random): string {
  const payload = randomText(random, '12345678', 1) + rackDigits(rackId) + randomText(random, '0123456789', 9);
  return payload + checkDigits(payload);
}

/** Whether an id has the form of ours and its check digits hold. The server's own ids are short and never do. */
export function isVersionId(id: string): boolean {
  return pattern.test(id) && remainder(id) === 1;
}

/** Whether an id may have been made by this rack: it has our form and the rack's four digits. */
export function isVersionIdOf(rackId: string, id: string): boolean {
  return isVersionId(id) && id.slice(1, 5) === rackDigits(rackId);
}

function rackDigits(rackId: string): string {
  const digest = createHash('sha256').update(`keyrack outline rack ${rackId}`).digest();
  return String(digest.readUInt32BE() % 10_000).padStart(4, '0');
}

function checkDigits(payload: string): string {
  return String(98 - remainder(`${payload}00`)).padStart(2, '0');
}

/** Exact: a number of 16 digits that begins with at most 8 is below 2^53. */
function remainder(digits: string): number {
  return Number(digits) % 97;
}

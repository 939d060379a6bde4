import { inspect } from 'node:util';
import { MasterKeyError } from '@keyrack/contracts';
import { Secret } from '@keyrack/secret';
import { SeededRandom } from '@keyrack/testing-kit';
import { describe, expect, test } from 'vitest';
import { formatMasterKey, generateMasterKey, MasterKey, parseMasterKey } from './index.ts';

// Bytes whose base64 holds both letters in which the two alphabets differ.
const bytes = Uint8Array.from({ length: 32 }, (_, index) => (index % 2 ? 0xff : 0xfb) - index);
const id = new MasterKey(bytes).id;

describe('a master key', () => {
  test.each([
    ['base64', Buffer.from(bytes).toString('base64')],
    ['base64 without its padding', Buffer.from(bytes).toString('base64').replace('=', '')],
    ['base64url', Buffer.from(bytes).toString('base64url')],
    ['hex', Buffer.from(bytes).toString('hex')],
    ['hex in capitals, with white space around', ` ${Buffer.from(bytes).toString('hex').toUpperCase()}\r\n`],
  ])('is read from %s', (_, text) => {
    expect(parseMasterKey(new Secret(text)).id).toBe(id);
  });

  const canary = 'CANARYcanary0815CANARYcanary0815CANARYcanar';
  test.each([
    ['too short', canary.slice(0, 42)],
    ['too long', `${canary}AAA`],
    ['of hex digits that are too few', 'abcdef0815'.repeat(6)],
    ['with a letter outside the alphabets', `${canary.slice(0, 42)}!`],
    ['with bits beyond the last byte', `${canary.slice(0, 42)}B`],
    ['on two lines', `${canary.slice(0, 20)}\n${canary.slice(20)}`],
    ['blank', '   '],
  ])('that is %s is refused without repeating it', (_, text) => {
    const error: unknown = (() => {
      try {
        return parseMasterKey(new Secret(text));
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(error).toBeInstanceOf(MasterKeyError);
    expect(inspect(error, { depth: 9, showHidden: true })).not.toMatch(/CANARY|abcdef/);
    expect((error as MasterKeyError).advice).toContain('openssl rand');
  });

  test('is written so that it is read again', () => {
    const key = generateMasterKey(new SeededRandom());
    const text = formatMasterKey(key);
    expect(text.reveal()).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(parseMasterKey(text).id).toBe(key.id);
    expect(generateMasterKey(new SeededRandom('another')).id).not.toBe(key.id);
  });

  test('does not print its bytes', () => {
    const printed = inspect({ key: new MasterKey(bytes) }, { depth: 9, showHidden: true }) + JSON.stringify(new MasterKey(bytes));
    expect(printed).not.toContain(Buffer.from(bytes).toString('hex').slice(0, 8));
    expect(printed).not.toContain(Buffer.from(bytes).toString('base64').slice(0, 8));
    expect(printed).toContain(id);
  });

  test('is not made from too few random bytes', () => {
    expect(() => generateMasterKey({ bytes: () => new Uint8Array(31) })).toThrow(RangeError);
    expect(() => new MasterKey(new Uint8Array(31))).toThrow(MasterKeyError);
  });
});

import { startVergeOSEmulator } from '@keyrack/emulators';
import fc from 'fast-check';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { bw, cs, ct, eq, ew } from '../src/index.ts';
import type { Filter } from '../src/index.ts';
import { Clients } from './support.ts';

const emulator = await startVergeOSEmulator();
const clients = new Clients(emulator);
const vergeos = clients.open({ apiKey: undefined, username: emulator.username, password: emulator.password });

afterEach(() => emulator.reset());
afterAll(async () => {
  await clients.close();
  await emulator.close();
});

/** What the system reads within quotes, what filters are made of, and letters of every kind but control characters, about which nothing is known. */
const letter = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('\\', "'", '{', '}', '(', ')', '%', '*', ' ', '"', '`', '$', '#', ',') },
  { weight: 2, arbitrary: fc.constantFrom(' eq ', ' or ', ' and ', 'null', "' or name ne '", '{x}', '\\{', "\\'", "''", 'é', '日', '😀') },
  { weight: 2, arbitrary: fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 3 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 2 }) },
);
const name = fc.array(letter, { minLength: 1, maxLength: 8 }).map((letters) => letters.join('').slice(0, 40));

/** A name, and what somebody who quotes wrongly would find instead of it. */
const family = name.map((own) => [
  own,
  own.replaceAll(/\{[^{}]*\}/g, ''),
  own.replaceAll("'", "''"),
  own.replaceAll('\\', '\\\\'),
  own.replaceAll(/[\\'{]/g, String.raw`\$&`),
  own.replaceAll(/[\\'{}]/g, ''),
]);
const isUsable = (one: string): boolean => one.isWellFormed() && one !== '' && Buffer.byteLength(one) <= 128 && !/\p{Cc}/u.test(one);
/** Whether two names may differ in letter case only is not known. */
const names = fc.array(family, { minLength: 1, maxLength: 2 }).map((families) => {
  const usable = families.flat().filter(isUsable);
  return [...new Map(usable.map((one) => [one.toLowerCase(), one])).values()];
});

describe('any name whatsoever', () => {
  test('of a key is found by its own filter and by no other, however it is asked for', async () => {
    await fc.assert(
      fc.asyncProperty(names, async (chosen) => {
        emulator.reset();
        for (const one of chosen) await vergeos.apiKeys.create({ user: { key: 1, name: null }, name: one });
        const found = async (filter: Filter): Promise<readonly string[]> =>
          (await vergeos.apiKeys.list({ user: 1, filter })).map((key) => key.name).filter((one) => chosen.includes(one));
        for (const one of chosen) {
          expect(await found(eq('name', one))).toEqual([one]);
          expect((await vergeos.apiKeys.get({ user: 1, name: one })).name).toBe(one);
          expect((await vergeos.apiKeys.list({ user: 1, name: one })).map((key) => key.name)).toEqual([one]);
        }
        expect(await found(eq('name', chosen))).toEqual(chosen);
        const [part = 'x'] = chosen;
        expect(await found(cs('name', part))).toEqual(chosen.filter((one) => one.includes(part)));
        expect(await found(bw('name', part))).toEqual(chosen.filter((one) => one.startsWith(part)));
        expect(await found(ew('name', part))).toEqual(chosen.filter((one) => one.endsWith(part)));
        const plain = chosen.filter((one) => /^[\x20-\x7e]*$/.test(one)); // other letters have their own notions of case
        const other = plain[0]?.toUpperCase() ?? 'x';
        expect(await found(ct('name', other))).toEqual(expect.arrayContaining(plain.filter((one) => one.toUpperCase().includes(other))));
      }),
      { numRuns: 150 },
    );
  }, 60_000);

  test('of a group is found by its own filter and by no other', async () => {
    await fc.assert(
      fc.asyncProperty(names, async (chosen) => {
        emulator.reset();
        for (const one of chosen) await vergeos.groups.create({ name: one });
        for (const one of chosen) expect((await vergeos.groups.get({ name: one })).name).toBe(one);
        for (const one of chosen) expect((await vergeos.groups.list({ name: one })).map((group) => group.name)).toEqual([one]);
      }),
      { numRuns: 60 },
    );
  }, 60_000);
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SeedKeys } from './seed-keys.ts';

const seeds = new SeedKeys({ count: 1_000_000, port: 443, createdAtMs: 0, salt: 7 });

describe('seeded keys', () => {
  it('are found by id and by password, and only those that exist', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_500_000 }), (index) => {
        const expected = index < 1_000_000 ? index : undefined;
        expect(seeds.indexOf(String(index))).toBe(expected);
        const { password } = new SeedKeys({ count: 2_000_000, port: 443, createdAtMs: 0, salt: 7 }).key(index, 'h');
        expect(password).toMatch(/^[0-9A-Za-z]{22}$/);
        expect(seeds.indexOfPassword(password)).toBe(expected);
      }),
    );
  });

  it.each(['', '01', '-1', '1.0', '1e3', ' 1', '1000000', '99999999999999999999'])('are not found under the id %j', (id) => {
    expect(seeds.indexOf(id)).toBeUndefined();
  });

  it.each(['', 'short', '!!!!!!!!!!!!!!!!!!!!!!', '0000000000000000000000'])('are not found under the password %j', (password) => {
    expect(seeds.indexOfPassword(password)).toBeUndefined();
  });

  it('have other passwords on another server', () => {
    const other = new SeedKeys({ count: 10, port: 443, createdAtMs: 0, salt: 8 });
    expect(other.key(3, 'h').password).not.toBe(seeds.key(3, 'h').password);
  });
});

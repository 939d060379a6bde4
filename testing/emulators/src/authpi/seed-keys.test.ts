import { describe, expect, it } from 'vitest';
import { authpiSettings } from './options.ts';
import { SeedKeys } from './seed-keys.ts';

describe('seeded keys', () => {
  const seeds = new SeedKeys(authpiSettings({ seedKeys: 1_000 }), 5);

  it('are found by their ids, and by no other', () => {
    for (const index of [0, 1, 255, 999]) expect(seeds.indexOf(seeds.at(index).id)).toBe(index);
    const { id } = seeds.at(7);
    expect(seeds.indexOf(`${id.slice(0, -1)}${id.endsWith('0') ? '1' : '0'}`)).toBeUndefined();
    expect([seeds.indexOf(''), seeds.indexOf('key_'), seeds.indexOf('key_zzzzzzzz')]).toEqual([undefined, undefined, undefined]);
    expect(new SeedKeys(authpiSettings({}), 5).indexOf(seeds.at(0).id)).toBeUndefined();
  });

  it('have ids and secrets of their own, of the usual form', () => {
    const keys = Array.from({ length: 1_000 }, (_none, index) => seeds.at(index));
    expect(new Set(keys.map(({ id }) => id)).size).toBe(1_000);
    expect(new Set(keys.map(({ hidden }) => hidden['secret'])).size).toBe(1_000);
    expect(keys[3]?.id).toMatch(/^key_[0-9a-f]{32}$/);
    expect(keys[3]?.hidden['secret']).toMatch(/^[0-9A-Za-z]{43}$/);
  });

  it('may do nothing', () => {
    expect(seeds.at(0).fields).toMatchObject({ status: 'active', restrictions: { scopes: [] } });
  });
});

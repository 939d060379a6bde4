import { describe, expect, it } from 'vitest';
import { KeyList } from './key-list.ts';
import { KeyStore } from './key-store.ts';
import { SeedKeys } from './seed-keys.ts';

function seeded(count: number): { readonly keys: KeyStore; readonly list: KeyList } {
  const keys = new KeyStore(new SeedKeys({ count, port: 443, createdAtMs: 0, salt: 1 }), 'host');
  return { keys, list: new KeyList(keys) };
}

describe('the list of keys', () => {
  it('is remembered while short, until a key changes', async () => {
    const { keys, list } = seeded(10);
    const first = await list.body();
    expect(await list.body()).toBe(first);
    keys.delete('3');
    expect(String(await list.body())).not.toContain('"id":"3"');
  });

  it('is made in small pieces when long, and its length is known before', async () => {
    const { keys, list } = seeded(6_001);
    keys.delete('0');
    expect(keys.size).toBe(6_000);
    const body = await list.body();
    if (Buffer.isBuffer(body)) throw new Error('a long list must come in pieces');
    const chunks = Array.from(body.chunks(), String);
    expect(Math.max(...chunks.map((chunk) => chunk.length))).toBeLessThan(500_000);
    expect(body.byteLength).toBe(Buffer.byteLength(chunks.join('')));
    expect((JSON.parse(chunks.join('')) as { readonly accessKeys: readonly unknown[] }).accessKeys).toHaveLength(6_000);
    for (let id = 1; id <= 1_000; id += 1) keys.delete(String(id));
    expect(Buffer.isBuffer(await list.body()), 'short again').toBe(true);
  });
});

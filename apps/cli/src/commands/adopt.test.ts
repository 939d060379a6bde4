import type { ChangeablePart, ProviderKind } from '@keyrack/contracts';
import type { Rack } from '@keyrack/runtime';
import { Secret } from '@keyrack/secret';
import { describe, expect, test } from 'vitest';
import { fakeHost } from '../../test/support/fake-host.ts';
import { accessKey, fakeRackWith, keyVersion, operation } from '../../test/support/fake-rack.ts';
import { run } from '../run.ts';

/** The last of them was used nobody knows when. */
const keys = ['bob', 'carol', 'dora'].map((name) => accessKey(name, { origin: 'foreign' }));
const nowMs = Date.UTC(2026, 5, 1);
const usedAtMs: Readonly<Record<string, number>> = { key_bob: nowMs - 90 * 86_400_000, key_carol: nowMs - 86_400_000 };

/** A rack that notes what is adopted and rotated, on a system that can change `changeable` of a key. */
function adopting(changeable: readonly ChangeablePart[] = ['name']): Partial<Rack> & { readonly done: unknown[] } {
  const done: unknown[] = [];
  const adopted = (id: string, { name = id.slice('key_'.length), ownerId }: { readonly name?: string; readonly ownerId?: string } = {}) =>
    accessKey(name, { id, ownerId: ownerId ?? null, origin: 'adopted' });
  const verbs: Partial<Rack['keys']> = {
    list: async (filter) => {
      done.push(['list', filter]);
      const items = keys.map((key) => ({
        key,
        currentVersion: keyVersion(key.id, { observed: { lastUsedAtMs: usedAtMs[key.id] ?? null } }),
      }));
      return { items, nextCursor: null };
    },
    previewAdopt: async (id, request) => adopted(id, request),
    async adopt(id, { signal: _signal, ...request } = {}) {
      done.push(['adopt', id, request]);
      return { key: adopted(id, request), operation: null };
    },
    async rotate(id) {
      done.push(['rotate', id]);
      return { key: adopted(id), version: keyVersion(id, { number: 2 }), operation: operation(id), secret: new Secret(`new-${id}`) };
    },
  };
  const outline = { kind: 'outline', displayName: 'Outline', capabilities: { change: changeable } } as ProviderKind; // only what is looked at
  return { ...fakeRackWith(keys, verbs, { providerKinds: async () => [outline] }), done };
}

describe('adopt', () => {
  test('takes names, or a choice, and never both or neither', async () => {
    const rack = adopting();
    for (const words of [
      [],
      ['bob', '--all-foreign'],
      ['bob', '--connection', 'vpn'],
      ['bob', 'carol', '--name', 'x'],
      ['bob', '--overlap', '1h'],
    ])
      expect(await run(fakeHost({ rack }), ['adopt', ...words, '--yes'])).toBe(2);
    expect(rack.done).toEqual([]);
  });

  test('records one key as it was typed, without a question', async () => {
    const rack = adopting();
    const host = fakeHost({ rack });
    expect(await run(host, ['adopt', 'bob', '--name', 'bob-phone', '--owner', 'bob', '--label', 'a=b', '-o', 'jsonl'])).toBe(0);
    expect(rack.done).toEqual([['adopt', 'key_bob', { name: 'bob-phone', ownerId: 'bob', labels: { a: 'b' } }]]);
    expect(JSON.parse(host.written.stdout)).toMatchObject({ id: 'key_bob', name: 'bob-phone', result: 'adopted', operationId: null });
  });

  test('chooses among living foreign keys only, shows them as they would be, and asks', async () => {
    const rack = adopting();
    const host = fakeHost({ rack, nowMs, isTerminal: true, columns: 200, answers: [false] });
    expect(await run(host, ['adopt', '--all-foreign', '--owner', 'ops'])).toBe(1);
    expect(host.written.stderr).toMatch(/To be adopted: 3 keys[\s\S]*bob +vpn +ops +active +adopted/);
    expect(rack.done).toEqual([['list', { origins: ['foreign'], states: ['active', 'suspended'] }]]);
  });

  test('leaves keys of another rack out of a choice, and says so, unless that rack is named', async () => {
    const version = keyVersion('key_dora', { upstreamName: 'dora-krthatrackabc123' });
    const listed: Partial<Rack['keys']> = {
      list: async () => ({
        items: [{ key: accessKey('dora', { id: 'key_dora', origin: 'foreign' }), currentVersion: version }],
        nextCursor: null,
      }),
    };
    const rack = adopting();
    const host = fakeHost({ rack: { ...rack, keys: { ...rack.keys, ...listed } as Rack['keys'] }, nowMs });
    expect(await run(host, ['adopt', '--all-foreign', '--yes'])).toBe(0);
    expect(host.written.stderr).toContain('1 key left out: made by another rack, see --from-rack');
    expect(rack.done).toEqual([]);
    const naming = fakeHost({ rack: { ...rack, keys: { ...rack.keys, ...listed } as Rack['keys'] }, nowMs });
    expect(await run(naming, ['adopt', '--all-foreign', '--from-rack', 'thatrack', '--yes'])).toBe(0);
    expect(rack.done).toEqual([['adopt', 'key_dora', { fromRackId: 'thatrack' }]]);
  });

  test('--unused-for takes those whose last use is known and longer ago', async () => {
    const rack = adopting();
    const host = fakeHost({ rack, nowMs });
    expect(await run(host, ['adopt', '--unused-for', '30d', '--yes'])).toBe(0);
    expect(host.written.stderr).toContain('1 key left out: nobody knows when they were last used');
    expect(rack.done.slice(1)).toEqual([['adopt', 'key_bob', {}]]);
  });

  test('--rotate prints the new secrets, each after its key was adopted, and no others', async () => {
    const rack = adopting();
    const host = fakeHost({ rack, nowMs });
    expect(await run(host, ['adopt', 'bob', 'carol', '--rotate', '--yes'])).toBe(0);
    expect(host.written.stdout).toBe('new-key_bob\nnew-key_carol\n');
    expect(rack.done.map((event) => (event as string[]).slice(0, 2))).toEqual([
      ['adopt', 'key_bob'],
      ['adopt', 'key_carol'],
      ['rotate', 'key_bob'],
      ['rotate', 'key_carol'],
    ]);
  });

  test('says of a system without a place for our marker that another rack may adopt the key too, unless it is rotated at once', async () => {
    const said = async (words: readonly string[], changeable?: readonly ChangeablePart[]): Promise<string> => {
      const host = fakeHost({ rack: adopting(changeable), nowMs });
      expect(await run(host, ['adopt', ...words])).toBe(0);
      return host.written.stderr;
    };
    const note = 'Outline has no place for our marker, so another rack may adopt the same key until it is rotated';
    expect(await said(['bob'])).toContain(note);
    expect(await said(['bob', '--dry-run'])).toContain(note);
    expect(await said(['bob'], ['name', 'marker'])).not.toContain('marker');
    expect(await said(['bob', '--rotate', '--yes'])).not.toContain('marker');
  });

  test('--dry-run adopts and rotates nothing', async () => {
    const rack = adopting();
    const host = fakeHost({ rack, nowMs });
    expect(await run(host, ['adopt', 'bob', '--rotate', '--dry-run'])).toBe(0);
    expect(host.written).toMatchObject({ stdout: '', stderr: expect.stringContaining('Nothing was changed') });
    expect(rack.done).toEqual([]);
  });
});

import { RefusedError } from '@keyrack/contracts';
import type { Operation } from '@keyrack/contracts';
import type { Rack } from '@keyrack/runtime';
import { Secret } from '@keyrack/secret';
import { describe, expect, test } from 'vitest';
import { fakeHost } from '../../test/support/fake-host.ts';
import type { FakeHost, FakeHostOptions } from '../../test/support/fake-host.ts';
import { accessKey, fakeRackWith, journalOf, keyVersion, operation } from '../../test/support/fake-rack.ts';
import { BrokenPipeError } from '../host.ts';
import { run } from '../run.ts';

const keys = [accessKey('alice'), accessKey('bob'), accessKey('carol')];
const untilMs = Date.UTC(2026, 1, 1);

interface Rotation {
  /** What became of the rotation once the secret was delivered. */
  readonly afterDelivery?: Partial<Operation>;
  /** Keys that cannot be rotated. */
  readonly refused?: readonly string[];
  readonly step?: Parameters<typeof journalOf>[0];
  readonly host?: FakeHostOptions;
}

/** A host whose rack notes what it is asked, in order. */
function rotating(rotation: Rotation = {}): FakeHost & { readonly asked: string[]; readonly events: string[] } {
  const events: string[] = [];
  const refuse = (id: string): void => {
    if (rotation.refused?.includes(id)) throw new RefusedError(`"${id}" is revoked, so there is nothing to rotate`);
  };
  const after = { kind: 'rotate', state: 'waiting', waitUntilMs: untilMs, ...rotation.afterDelivery } as const;
  const verbs: Partial<Rack['keys']> = {
    async previewRotate(id) {
      refuse(id);
      return accessKey(id);
    },
    async rotate(id, { overlapMs }) {
      refuse(id);
      events.push(`rotate ${id} ${overlapMs}`);
      const key = keys.find((candidate) => candidate.id === id) ?? accessKey(id);
      return {
        key,
        version: keyVersion(id, { number: 2, upstreamId: '2' }),
        operation: operation(id),
        secret: new Secret(`secret-of-${id}`),
      };
    },
    async confirmDelivered(id) {
      events.push(`delivered ${id}`);
      return { key: accessKey(id), operation: operation(id, after) };
    },
  };
  const more = rotation.step ? { operations: journalOf(rotation.step) as Rack['operations'] } : {};
  const host = fakeHost({ rack: fakeRackWith(keys, verbs, more), ...rotation.host });
  const write = async (text: string): Promise<void> => {
    if (text !== '') events.push(`printed ${text.trim()}`);
    host.written.stdout += text;
  };
  return { ...host, output: { ...host.output, write }, events };
}

describe('rotate', () => {
  test('says that the secret was delivered only after it was handed over, and until when the old one is valid', async () => {
    const host = rotating();
    expect(await run(host, ['rotate', 'alice', '--overlap', '12h'])).toBe(0);
    expect(host.events).toEqual(['rotate key_alice 43200000', 'printed secret-of-key_alice', 'delivered key_alice']);
    expect(host.written.stdout).toBe('secret-of-key_alice\n');
    expect(host.written.stderr).toContain('The old secret stays valid until 2026-02-01T00:00:00.000Z');
    expect(host.written.stderr).toContain('keyrack operations resume --all');
  });

  test('keeps the old secret for a day when nothing is said, and counts months by the calendar', async () => {
    const usual = rotating();
    await run(usual, ['rotate', 'alice']);
    expect(usual.events[0]).toBe('rotate key_alice 86400000');
    const month = rotating({ host: { nowMs: Date.UTC(2026, 1, 1) } });
    await run(month, ['rotate', 'alice', '--overlap', '1mo']);
    expect(month.events[0]).toBe(`rotate key_alice ${28 * 86_400_000}`);
  });

  test('does not count a secret as delivered that nobody took, and says how to see it again', async () => {
    const host = rotating();
    const write = async (): Promise<void> => {
      throw new BrokenPipeError();
    };
    expect(await run({ ...host, output: { ...host.output, write } }, ['rotate', 'alice', 'bob', '--yes'])).toBe(3);
    expect(host.events).toEqual(['rotate key_alice 86400000']);
    expect(host.written.stderr).toContain('keyrack reveal key_alice');
    expect(host.written.stderr).toContain('It was changed.');
  });

  test('refuses an unknown gate with the ones there are', async () => {
    const host = rotating();
    expect(await run(host, ['rotate', 'alice', '--gate', 'soaked'])).toBe(2);
    expect(host.written.stderr).toContain('"soaked" is not one of delivered, soak');
    expect(host.events).toEqual([]);
  });

  test.each([
    ['is over', { state: 'done' }, undefined, 0, /The old secret is not valid any more/],
    ['could not be ended', { failedAttempts: 1, reason: 'the server is away' }, { state: 'begun', outcome: null }, 3, /both are valid/],
    [
      'may have been ended',
      { failedAttempts: 1, reason: 'no answer' },
      { state: 'begun', outcome: 'unknown' },
      5,
      /operations show op_key_alice/,
    ],
    [
      'needs a person',
      { state: 'stuck', waitUntilMs: null, failedAttempts: 10 },
      { state: 'begun', outcome: null },
      3,
      /operations resume op_/,
    ],
  ] as const)('tells when the old secret %s', async (_what, afterDelivery, step, code, says) => {
    const host = rotating({ afterDelivery, ...(step && { step }) });
    expect(await run(host, ['rotate', 'alice', '--overlap', '0s'])).toBe(code);
    expect(host.written.stdout).toBe('secret-of-key_alice\n');
    expect(host.written.stderr).toMatch(says);
  });

  test('prints one key as issue does, and several as a list, however many of them could be rotated', async () => {
    const one = rotating();
    await run(one, ['rotate', 'alice', '-o', 'json']);
    expect(JSON.parse(one.written.stdout)).toMatchObject({
      key: { id: 'key_alice', version: 2, upstreamId: '2' },
      secret: 'secret-of-key_alice',
    });
    const several = rotating({ refused: ['key_bob', 'key_carol'] });
    expect(await run(several, ['rotate', 'alice', 'bob', 'carol', '--yes', '-o', 'json'])).toBe(3);
    expect(JSON.parse(several.written.stdout)).toMatchObject([{ key: { id: 'key_alice' }, secret: 'secret-of-key_alice' }]);
    const lines = rotating();
    await run(lines, ['rotate', 'alice', 'bob', '--yes', '-o', 'csv']);
    expect(lines.written.stdout.split('\n').map((line) => line.split(',').at(-1))).toEqual([
      'secret',
      'secret-of-key_alice',
      'secret-of-key_bob',
      '',
    ]);
  });

  test('confirms each delivery before the next key is begun', async () => {
    const host = rotating();
    await run(host, ['rotate', 'alice', 'bob', '--yes']);
    expect(host.events.filter((event) => !event.startsWith('printed'))).toEqual([
      'rotate key_alice 86400000',
      'delivered key_alice',
      'rotate key_bob 86400000',
      'delivered key_bob',
    ]);
    expect(host.written.stdout).toBe('secret-of-key_alice\nsecret-of-key_bob\n');
  });

  test('shows several keys and asks; says which cannot be rotated', async () => {
    const host = rotating({ refused: ['key_bob'], host: { isTerminal: true, answers: [false] } });
    expect(await run(host, ['rotate', 'alice', 'bob', 'carol'])).toBe(1);
    expect(host.asked).toEqual(['Rotate these 2 keys?']);
    expect(host.written.stderr).toMatch(/To be rotated: 2 keys[\s\S]*vpn\/bob: "key_bob" is revoked/);
    expect(host.events).toEqual([]);
  });

  test('--dry-run rotates nothing, and ends with 4 where nothing could be', async () => {
    const host = rotating();
    expect(await run(host, ['rotate', 'alice', '--dry-run'])).toBe(0);
    expect(host.written.stderr).toMatch(/To be rotated: 1 key\n[\s\S]*stays valid until about[\s\S]*Nothing was changed/);
    const refused = rotating({ refused: ['key_alice'] });
    expect(await run(refused, ['rotate', 'alice', '--dry-run'])).toBe(4);
    expect([...host.events, ...refused.events]).toEqual([]);
  });
});

import { CapabilityMissingError } from '@keyrack/contracts';
import type { Operation } from '@keyrack/contracts';
import type { Rack } from '@keyrack/runtime';
import { describe, expect, test } from 'vitest';
import { fakeHost } from '../../test/support/fake-host.ts';
import { accessKey, fakeRackWith, journalOf, operation } from '../../test/support/fake-rack.ts';
import { Interruption } from '../interruption.ts';
import { run } from '../run.ts';

const keys = [accessKey('alice'), accessKey('bob'), accessKey('carol')];

/** A rack that notes which keys are suspended or resumed, and for what. `bob` cannot be. */
function suspending(after: Partial<Operation> = {}, more: Partial<Rack> = {}): Partial<Rack> & { readonly done: unknown[] } {
  const done: unknown[] = [];
  const refuse = (id: string): void => {
    if (id === 'key_bob') throw new CapabilityMissingError('VergeOS cannot suspend a key, and Keyrack does not pretend to');
  };
  const preview: Rack['keys']['previewSuspend'] = async (id) => {
    refuse(id);
    return accessKey(id, { state: 'suspended' });
  };
  const perform =
    (state: 'suspended' | 'active'): Rack['keys']['suspend'] =>
    async (id, { signal: _signal, ...options } = {}) => {
      refuse(id);
      done.push([id, options]);
      return { key: accessKey(id.slice('key_'.length), { state }), operation: operation(id, after) };
    };
  const verbs = { previewSuspend: preview, previewResume: preview, suspend: perform('suspended'), resume: perform('active') };
  return { ...fakeRackWith(keys, verbs, more), done };
}

describe('suspend and resume', () => {
  test('do not ask about one key, which can be had back', async () => {
    const rack = suspending();
    const host = fakeHost({ rack });
    expect(await run(host, ['suspend', 'alice', '--reason', 'laptop lost', '-o', 'jsonl'])).toBe(0);
    expect(JSON.parse(host.written.stdout)).toMatchObject({ id: 'key_alice', state: 'suspended', result: 'suspended' });
    expect(await run(fakeHost({ rack }), ['resume', 'alice'])).toBe(0);
    expect(rack.done).toEqual([
      ['key_alice', { reason: 'laptop lost', allowOwnCredential: false }],
      ['key_alice', {}],
    ]);
  });

  test.each(['suspend', 'resume'])('%s shows several keys and asks', async (verb) => {
    const rack = suspending();
    const host = fakeHost({ rack, isTerminal: true, answers: [false] });
    expect(await run(host, [verb, 'alice', 'carol'])).toBe(1);
    expect(host.asked).toHaveLength(1);
    expect(host.written.stderr).toMatch(/alice[\s\S]*carol/);
    expect(await run(fakeHost({ rack }), [verb, 'alice', 'carol'])).toBe(2);
    expect(rack.done).toEqual([]);
    expect(await run(fakeHost({ rack }), [verb, 'alice', 'carol', '--yes'])).toBe(0);
    expect(rack.done).toHaveLength(2);
  });

  test('end with 4 and the words of the system that cannot, with one key and among several', async () => {
    const rack = suspending();
    const alone = fakeHost({ rack });
    expect(await run(alone, ['suspend', 'bob'])).toBe(4);
    expect(alone.written.stderr).toContain('VergeOS cannot suspend a key');
    const among = fakeHost({ rack });
    expect(await run(among, ['suspend', 'alice', 'bob', '--yes', '-o', 'jsonl'])).toBe(3);
    expect(among.written.stderr.match(/^keyrack: /gm)).toEqual(['keyrack: ']);
    expect(among.written.stdout).toMatch(/"suspended"[\s\S]*"failed"/);
    expect(await run(fakeHost({ rack }), ['suspend', 'bob', '--dry-run'])).toBe(4);
  });

  test.each([
    ['certain that nothing happened', null, 3],
    ['not known', 'unknown', 5],
  ] as const)('call what is not confirmed owed: %s', async (_what, outcome, code) => {
    const operations = journalOf({ state: 'begun', outcome }) as Rack['operations'];
    const host = fakeHost({ rack: suspending({ state: 'waiting', reason: 'the server is away' }, { operations }) });
    expect(await run(host, ['suspend', 'alice', '-o', 'jsonl'])).toBe(code);
    expect(JSON.parse(host.written.stdout)).toMatchObject({ result: 'owed', problem: 'the server is away' });
    expect(host.written.stderr).toMatch(/The suspension of vpn\/alice is written down, but not confirmed: the server is away/);
  });

  test('say that a key stays suspended for its other reasons', async () => {
    const resume: Rack['keys']['resume'] = async () => ({
      key: accessKey('alice', { state: 'suspended', suspensionReasons: ['leaving'] }),
      operation: null,
    });
    const host = fakeHost({ rack: fakeRackWith(keys, { resume }) });
    expect(await run(host, ['resume', 'alice', '--reason', 'unpaid', '-o', 'jsonl'])).toBe(0);
    expect(JSON.parse(host.written.stdout)).toMatchObject({ result: 'suspended', state: 'suspended' });
    expect(host.written.stderr).toContain('alice stays suspended: leaving');
  });

  test('stop between two keys on Ctrl-C, and say how many were not touched', async () => {
    const controller = new AbortController();
    const rack = suspending();
    const suspend: Rack['keys']['suspend'] = async (id) => {
      controller.abort(new Interruption('SIGINT'));
      return { key: accessKey(id, { state: 'suspended' }), operation: operation(id) };
    };
    const host = fakeHost({ rack: { ...rack, keys: { ...rack.keys, suspend } as Rack['keys'] }, signal: controller.signal });
    expect(await run(host, ['suspend', 'alice', 'carol', '--yes', '-o', 'jsonl'])).toBe(130);
    expect(host.written.stdout.trim().split('\n')).toHaveLength(1);
    expect(host.written.stderr).toMatch(/Stopped on request[\s\S]*1 key was not touched[\s\S]*What was begun is written down/);
  });
});

import type { Rack } from '@keyrack/runtime';
import { describe, expect, test } from 'vitest';
import { fakeHost } from '../../test/support/fake-host.ts';
import { accessKey, fakeRackWith, keyVersion } from '../../test/support/fake-rack.ts';
import { run } from '../run.ts';

const alice = accessKey('alice', { ownerId: 'alice' });

/** A rack on which `lost` is alice's, `old` was, and nothing else is known. */
function knowing(): Partial<Rack> & { readonly looked: string[] } {
  const looked: string[] = [];
  const findBySecret: Rack['keys']['findBySecret'] = async (found) => {
    looked.push(found.reveal());
    if (found.reveal() === 'lost') return [{ key: alice, currentVersion: keyVersion(alice.id) }];
    return found.reveal() === 'old' ? [{ key: alice, currentVersion: keyVersion(alice.id, { stage: 'retired' }) }] : [];
  };
  return { ...fakeRackWith([alice], { findBySecret }), looked };
}

describe('whose', () => {
  test('says whose a piped secret is, and what ends it', async () => {
    const host = fakeHost({ rack: knowing(), input: '  lost\n' });
    expect(await run(host, ['whose'])).toBe(0);
    expect(host.written.stdout).toMatch(/alice +alice +vpn +active +version 1, current +keyrack revoke key_alice --reason compromised/);
  });

  test('asks for it at a terminal, where it is not shown', async () => {
    const rack = knowing();
    const host = fakeHost({ rack, isTerminal: true, answers: ['lost'] });
    expect(await run(host, ['whose', '-o', 'jsonl'])).toBe(0);
    expect(rack.looked).toEqual(['lost']);
    expect(JSON.parse(host.written.stdout)).toMatchObject({ id: 'key_alice', connection: 'vpn', ownerId: 'alice', valid: true });
  });

  test('does not tell to end what has ended', async () => {
    const host = fakeHost({ rack: knowing(), input: 'old' });
    expect(await run(host, ['whose', '-o', 'jsonl'])).toBe(0);
    expect(JSON.parse(host.written.stdout)).toMatchObject({ stage: 'retired', valid: false, revokeWith: null });
  });

  test("ends with 1 when it is nobody's", async () => {
    const host = fakeHost({ rack: knowing(), input: 'something else' });
    expect(await run(host, ['whose'])).toBe(1);
    expect(host.written.stderr).toContain('It is of no key');
    expect(host.written.stdout + host.written.stderr).not.toContain('something else');
  });

  test('takes none from an argument, and does not repeat it', async () => {
    const rack = knowing();
    const host = fakeHost({ rack, input: 'lost' });
    expect(await run(host, ['whose', 'ss://very-secret'])).toBe(2);
    expect(host.written.stderr).not.toContain('very-secret');
    expect(rack.looked).toEqual([]);
  });
});

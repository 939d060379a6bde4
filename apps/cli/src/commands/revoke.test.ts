import { RefusedError, UpstreamUnavailableError } from '@keyrack/contracts';
import { describe, expect, test } from 'vitest';
import { fakeHost } from '../../test/support/fake-host.ts';
import { accessKey, fakeRack, operation } from '../../test/support/fake-rack.ts';
import { run } from '../run.ts';

const keys = [accessKey('alice'), accessKey('bob'), accessKey('carol')];

describe('revoke', () => {
  test('asks a person at a terminal, with the keys in view, and does nothing on no', async () => {
    const rack = fakeRack(keys);
    const host = fakeHost({ rack, isTerminal: true, answers: [false] });
    expect(await run(host, ['revoke', 'alice', 'bob'])).toBe(1);
    expect(host.asked).toEqual(['Revoke these 2 keys for good?']);
    expect(host.written.stderr).toMatch(/alice[\s\S]*bob[\s\S]*Nothing was changed/);
    expect(rack.revoked).toEqual([]);
  });

  test('revokes each key once, in the order given, on yes', async () => {
    const rack = fakeRack(keys);
    const host = fakeHost({ rack, isTerminal: true, answers: [true] });
    expect(await run(host, ['revoke', 'bob', 'alice', 'key_bob'])).toBe(0);
    expect(rack.revoked).toEqual(['key_bob', 'key_alice']);
  });

  test('never asks without a terminal: a missing --yes is a mistake', async () => {
    const rack = fakeRack(keys);
    const host = fakeHost({ rack });
    expect(await run(host, ['revoke', 'alice'])).toBe(2);
    expect(host.written.stderr).toContain('--yes');
    expect(rack.revoked).toEqual([]);
  });

  test('revokes nothing when one of several names is unknown', async () => {
    const rack = fakeRack(keys);
    const host = fakeHost({ rack });
    expect(await run(host, ['revoke', 'alice', 'bop', '--yes'])).toBe(2);
    expect(host.written.stderr).toContain('Did you mean vpn/bob?');
    expect(rack.revoked).toEqual([]);
  });

  test('goes on after a failure and ends with 3: each key has its line, each failure its message', async () => {
    const rack = fakeRack(keys, async (id) => {
      if (id === 'key_bob') throw new UpstreamUnavailableError('The server is away');
      return { key: accessKey(id, { state: 'revoked' }), operation: operation(id) };
    });
    const host = fakeHost({ rack });
    expect(await run(host, ['revoke', 'alice', 'bob', 'carol', '--yes', '-o', 'jsonl'])).toBe(3);
    const results = host.written.stdout
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { result: string }).result);
    expect(results).toEqual(['revoked', 'failed', 'revoked']);
    expect(host.written.stderr.match(/^keyrack: /gm)).toEqual(['keyrack: ']);
  });

  test('ends with 4 when a rule forbids it', async () => {
    const rack = fakeRack(keys, async () => {
      throw new RefusedError('That is the credential Keyrack itself works with');
    });
    expect(await run(fakeHost({ rack }), ['revoke', 'alice', '--yes'])).toBe(4);
  });

  test('calls a revocation that is not confirmed owed, not done', async () => {
    const waiting = { state: 'waiting', reason: 'the server is away' } as const;
    const rack = fakeRack(keys, async (id) => ({ key: accessKey(id), operation: operation(id, waiting) }));
    const host = fakeHost({ rack });
    expect(await run(host, ['revoke', 'alice', '--yes', '-o', 'jsonl'])).toBe(3);
    expect(JSON.parse(host.written.stdout)).toMatchObject({ result: 'owed', state: 'active', problem: 'the server is away' });
    expect(host.written.stderr).toContain('keyrack operations resume op_key_alice');
  });
});

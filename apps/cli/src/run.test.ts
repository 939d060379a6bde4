import { InvalidInputError } from '@keyrack/contracts';
import type { ProviderKind } from '@keyrack/contracts';
import { Secret } from '@keyrack/secret';
import { describe, expect, test } from 'vitest';
import { fakeHost } from '../test/support/fake-host.ts';
import { accessKey, fakeRack, keyVersion, operation } from '../test/support/fake-rack.ts';
import { run } from './run.ts';
import { BrokenPipeError } from './host.ts';
import type { Rack } from '@keyrack/runtime';

/** A kind of system that takes any text, and no field called `wrong`. */
const outline = {
  kind: 'outline',
  displayName: 'Outline',
  readConnection: ({ fields }: { readonly fields: object }) => {
    if ('wrong' in fields) throw new InvalidInputError('It has no field "wrong"');
    return { settings: {}, credential: new Secret('x') };
  },
} as unknown as ProviderKind; // only what the command looks at

describe('run', () => {
  test('shows the help on standard output when nothing was typed', async () => {
    const host = fakeHost();
    expect(await run(host, [])).toBe(0);
    expect(host.written.stdout).toContain('Start here:');
    expect(host.written.stderr).toBe('');
  });

  test.each([[['help', 'revoke']], [['revoke', '--help']], [['help', 'connection', 'add']]])(
    'shows help on standard output: %j',
    async (words) => {
      const host = fakeHost();
      expect(await run(host, words)).toBe(0);
      expect(host.written.stdout).toMatch(new RegExp(`^Usage: keyrack ${words.filter((word) => !/help/.test(word)).join(' ')} `));
      expect(host.written.stderr).toBe('');
    },
  );

  test.each([[['help', 'revok']], [['revok', '--help']]])('has no help of a command that is not there: %j', async (words) => {
    const host = fakeHost();
    expect(await run(host, words)).toBe(2);
    expect(host.written).toMatchObject({
      stdout: '',
      stderr: expect.stringMatching(/^keyrack: Unknown command 'revok'\.\n {2}Did you mean "revoke"/),
    });
  });

  test('gives every command help with a summary, and every data command --output', async () => {
    const host = fakeHost({ columns: 100 });
    await run(host, ['--help']);
    for (const command of [
      'connection',
      'sync',
      'list',
      'show',
      'issue',
      'reveal',
      'rotate',
      'change',
      'suspend',
      'resume',
      'revoke',
      'adopt',
      'owner',
      'whose',
      'operations',
      'audit',
      'emulate',
      'doctor',
      'completion',
      'demo',
    ])
      expect(host.written.stdout).toMatch(new RegExp(`^  ${command}\\b.* {2,}\\w`, 'm'));
    for (const words of [
      ['list'],
      ['show'],
      ['issue'],
      ['reveal'],
      ['rotate'],
      ['change'],
      ['suspend'],
      ['resume'],
      ['revoke'],
      ['adopt'],
      ['whose'],
      ['owner', 'show'],
      ['sync'],
      ['doctor'],
      ['operations', 'list'],
      ['audit', 'list'],
      ['connection', 'check'],
    ]) {
      const help = fakeHost({ columns: 100 });
      expect(await run(help, [...words, '--help'])).toBe(0);
      expect(help.written.stdout).toContain('table, json, jsonl, csv or yaml');
    }
  });

  test('gives --store to the rack, and keeps passwords out of the arguments', async () => {
    const host = fakeHost({ rack: fakeRack([]) });
    expect(await run(host, ['list', '--store', 'postgres://rack@db/keys'])).toBe(0);
    expect(host.opened).toEqual([{ store: 'postgres://rack@db/keys', mustExist: true }]);
    expect(await run(host, ['list', '--store', 'postgres://rack:canary@db/keys'])).toBe(2);
    expect(host.opened).toHaveLength(1);
    expect(host.written.stderr).toContain('PGPASSFILE');
    expect(host.written.stderr).not.toContain('canary');
  });

  test('gives --home to the rack before and after the command', async () => {
    for (const words of [
      ['--home', '/a', 'list'],
      ['list', '--home', '/a'],
    ]) {
      const host = fakeHost({ rack: fakeRack([]) });
      await run(host, words);
      expect(host.opened).toEqual([{ home: '/a', mustExist: true }]);
    }
  });

  test('lets nothing but a first connection make a data folder', async () => {
    const opened: unknown[] = [];
    for (const words of [
      ['list'],
      ['sync'],
      ['revoke', 'a', '--yes'],
      ['operations', 'resume', '--all'],
      ['doctor'],
      ['connection', 'add', 'outline', 'y', '--from-file', '-'],
    ]) {
      const host = fakeHost({ rack: fakeRack([accessKey('a')]), providerKinds: [outline], input: 'apiUrl:https://127.0.0.1/x' });
      await run(host, words);
      opened.push(...host.opened.map(({ mustExist }) => mustExist));
    }
    expect(opened).toEqual([true, true, true, true, true, false]);
  });

  test('opens no rack for a first connection that is only looked at, unknown, or described wrongly', async () => {
    for (const words of [
      ['connection', 'add', 'outline', 'y', '--from-file', '-', '--dry-run'],
      ['connection', 'add', 'outlne', 'y', '--from-file', '-'],
      ['connection', 'add', 'outline', 'y', '--from-file', '-', '--set', 'wrong=1'],
    ]) {
      const host = fakeHost({ rack: fakeRack([]), providerKinds: [outline], input: 'apiUrl:https://127.0.0.1/x' });
      await run(host, words);
      expect(host.opened).toEqual([]);
    }
  });

  test('asks for the reason of a reveal at a terminal, and passes it on', async () => {
    const reasons: string[] = [];
    const rack = fakeRack([accessKey('alice')]);
    const reveal: Rack['keys']['reveal'] = async (_id, { reason }) => {
      reasons.push(reason);
      return new Secret('ss://secret');
    };
    const host = fakeHost({ rack: { ...rack, keys: { ...rack.keys, reveal } as Rack['keys'] }, isTerminal: true, answers: ['new laptop'] });
    expect(await run(host, ['reveal', 'alice'])).toBe(0);
    expect(reasons).toEqual(['new laptop']);
    expect(host.written.stdout).toBe('ss://secret\n');
  });

  test('computes an expiry once, absolutely, and hands over every limit that was typed', async () => {
    const requests: unknown[] = [];
    const rack = fakeRack([]);
    const issue: Rack['keys']['issue'] = async (request) => {
      requests.push(request);
      const key = accessKey(request.name);
      return { key, version: keyVersion(key.id), operation: operation(key.id), secret: new Secret('s'), notes: [] };
    };
    const host = fakeHost({ rack: { ...rack, keys: { ...rack.keys, issue } as Rack['keys'] }, nowMs: Date.UTC(2027, 0, 31) });
    const words = [
      'issue',
      'ai',
      '--name',
      'ci',
      '--expires-in',
      '1mo',
      '--budget',
      '20usd/month',
      '--models',
      'a,b',
      '--upstream-user',
      'bob',
    ];
    expect(await run(host, [...words, '--set', 'team_id=core', '--scope', 'read', '--allow-ip', '10.0.0.0/8', '--label', 'env=prod'])).toBe(
      0,
    );
    expect(requests).toEqual([
      {
        connection: 'ai',
        name: 'ci',
        limits: { budgetUsd: 20, budgetPeriod: '1mo', models: ['a', 'b'], scopes: ['read'], allowedAddresses: ['10.0.0.0/8'] },
        labels: { env: 'prod' },
        sharedWith: [],
        providerOptions: { team_id: 'core', 'upstream-user': 'bob' },
        expiresAtMs: Date.UTC(2027, 1, 28),
      },
    ]);
  });

  test('tells what a new master key and a new owner would change, and changes nothing', async () => {
    const rack = {
      ...fakeRack([]),
      previewRekey: async () => ({ fromId: 'old', toId: null, path: '/home/master.key' }),
      owners: { previewAdd: async () => {} } as unknown as Rack['owners'], // only what a preview may use
    };
    const host = fakeHost({ rack });
    expect(await run(host, ['rekey', '--dry-run'])).toBe(0);
    expect(host.written.stderr).toBe(
      'Would give the rack to a new random master key; old would open nothing any more.\nIt would be kept in /home/master.key.\nNothing was changed.\n',
    );
    const other = fakeHost({ rack });
    expect(await run(other, ['owner', 'add', 'svc-billing', '--service', '--dry-run'])).toBe(0);
    expect(other.written.stderr).toBe('Would add service svc-billing.\nNothing was changed.\n');
  });

  test('calls a reader that went away no failure', async () => {
    const host = fakeHost({ rack: fakeRack([accessKey('a')]) });
    const write = async (): Promise<void> => {
      throw new BrokenPipeError();
    };
    expect(await run({ ...host, output: { ...host.output, write } }, ['list'])).toBe(0);
    expect(host.written.stderr).toBe('');
  });

  test('shows a stack trace only when it is asked for', async () => {
    const openRack = async (): Promise<never> => {
      throw new TypeError('x is undefined');
    };
    const quiet = fakeHost();
    expect(await run({ ...quiet, openRack }, ['list'])).toBe(1);
    expect(quiet.written.stderr).not.toMatch(/^\s+at /m);
    const loud = fakeHost({ environment: { KEYRACK_DEBUG: '1' } });
    await run({ ...loud, openRack }, ['list']);
    expect(loud.written.stderr).toMatch(/^\s+at /m);
  });
});

import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Finished } from './support/keyrack.ts';
import { keyrack, scratchFolder, startKeyrack } from './support/keyrack.ts';

const scratch = scratchFolder();
afterAll(() => scratch.remove());

/** Where this test's demos put their folders, so that what they leave behind can be seen. */
const environment = { TMPDIR: scratch.path };

describe('keyrack demo --once', () => {
  let told: Finished;
  beforeAll(async () => {
    told = await keyrack(['demo', '--once'], { home: join(scratch.path, 'mine'), environment });
  });

  test('walks through the life of a key and ends with 0', () => {
    expect(told).toMatchObject({ code: 0, stderr: '' });
    for (const command of [
      'sync',
      'list',
      'issue',
      'reveal',
      'rotate',
      'suspend',
      'resume',
      'revoke',
      'operations list',
      'operations resume',
      'audit list',
      'audit verify',
    ])
      expect(told.stdout).toMatch(new RegExp(`^  \\$ keyrack ${command}\\b`, 'm'));
    for (const system of ['outline', 'litellm', 'authpi', 'vergeos'])
      expect(told.stdout).toContain(`$ cat line.json | keyrack connection add ${system} `);
  });

  test('uses the LiteLLM key that it issued, and both its secrets while it is rotated', () => {
    expect(told.stdout).toContain('With that key, the model answers (200).');
    expect(told.stdout).toMatch(/Rotated ai-gateway\/report-bot \(key_\w+\): this is the secret of version 2/);
    expect(told.stdout).toContain('With the old secret, the model answers (200). With the new one, the model answers (200).');
  });

  test('takes a key out of use and back, and is refused that where the system cannot', () => {
    expect(told.stdout).toMatch(/^ +suspended +report-bot +ai-gateway[^]*Now the gateway refuses \(401\)\./m);
    expect(told.stdout).toMatch(/^ +resumed +report-bot +ai-gateway[^]*And now the model answers \(200\)\./m);
    expect(told.stdout).toMatch(/\$ keyrack suspend cloud\/terraform\n[^$]*VergeOS cannot suspend a key[^$]*Nothing was changed\./);
  });

  test('says whose a found secret is, and ends it', () => {
    expect(told.stdout).toMatch(/\$ cat found\.txt \| keyrack whose\n[^$]*svc-backup +nightly-backup +sign-in +active/);
    expect(told.stdout).toMatch(/^ +revoked +nightly-backup +sign-in/m);
    expect(told.stdout).toContain('Looked up on the server: intern-2023 is gone.');
  });

  test('goes on while one system is down, and settles what is owed when it is back', () => {
    expect(told.stdout).toMatch(/^ +ai-gateway +synced[^$]*^ +vpn-berlin +failed[^$]*ECONNREFUSED/m);
    const [, owed = 'none'] = /^ +owed +bob-phone +vpn-berlin +key_\w+ +(op_\w+)/m.exec(told.stdout) ?? [];
    expect(told.stdout).toMatch(new RegExp(`^ +${owed} +revoke +vpn-berlin/bob-phone +done`, 'm'));
  });

  test('ends with a trail whose chain holds', () => {
    expect(told.stdout).toMatch(/Verified +\d+ events, the chain holds/);
  });

  test('really kills a process in the middle of an issue, and recovers the one key', () => {
    expect(told.stdout).toMatch(/Killed \(process \d+, SIGKILL\)/);
    expect(told.stdout).toMatch(/op_\w+ +issue +running/);
    expect(told.stdout).toMatch(/op_\w+ +issue +vpn-berlin\/erik-phone +done/);
    expect(told.stdout).toContain('One key was asked for, 1 is there');
    expect(told.stdout).toMatch(/key\.issued.*name=erik-phone.*recovered=true/);
  });

  test('neither touches the folder of the person nor leaves its own behind', () => {
    expect(existsSync(join(scratch.path, 'mine'))).toBe(false);
    expect(readdirSync(scratch.path).filter((name) => name.startsWith('keyrack-demo-'))).toEqual([]);
  });
});

describe('keyrack demo', () => {
  test('stays with commands that work, until Ctrl-C, and then cleans up', async () => {
    const running = startKeyrack(['demo'], { home: join(scratch.path, 'mine'), environment });
    const [, home = ''] = await running.printed(/export KEYRACK_HOME=(\S+)[\s\S]*--help/);
    const listed = await keyrack(['list', '--owner', 'dora', '-o', 'jsonl'], { home });
    expect(listed.stdout).toContain('"name":"dora-laptop"');
    expect((await keyrack(['sync'], { home })).code).toBe(0);
    running.process.kill('SIGINT');
    expect(await running.finished).toMatchObject({ code: 0, stderr: '' });
    expect(existsSync(home)).toBe(false);
  });
});

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
    for (const command of ['connection add', 'sync', 'list', 'issue', 'reveal', 'revoke', 'operations resume', 'audit verify'])
      expect(told.stdout).toContain(`$ keyrack ${command}`.replace('$ keyrack connection', 'keyrack connection'));
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

import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { jsonLines } from './support/keyrack.ts';
import type { Scene } from './support/scene.ts';
import { connectedScene } from './support/scene.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await connectedScene();
});
afterEach(() => scene.server.faults.clear());
afterAll(() => scene.close());

/** What the server says of the one key whose name begins so. */
function onServer(name: string): { readonly name: string; readonly dataLimit?: { readonly bytes: number } } | undefined {
  const found = scene.server.state().keys.filter((key) => key.name.startsWith(`${name}-`));
  expect(found).toHaveLength(1);
  return found[0];
}

describe('keyrack suspend and resume', () => {
  test('take a key out of use on the server, and put it back as it was', async () => {
    await scene.run(['issue', 'vpn', '--name', 'paused', '--data-limit', '5GB']);
    const suspended = await scene.run(['suspend', 'paused', '--reason', 'laptop lost', '-o', 'jsonl']);
    expect(suspended.code).toBe(0);
    expect(jsonLines(suspended.stdout)).toMatchObject([{ name: 'paused', connection: 'vpn', state: 'suspended', result: 'suspended' }]);
    expect(onServer('paused')).toMatchObject({ dataLimit: { bytes: 0 } });
    expect((await scene.run(['list', '--state', 'suspended'])).stdout).toContain('suspended (laptop lost)');
    expect((await scene.run(['resume', 'paused'])).code).toBe(0);
    expect(onServer('paused')).toMatchObject({ dataLimit: { bytes: 5e9 } });
  });

  test('show what they would do, and do nothing with --dry-run', async () => {
    await scene.run(['issue', 'vpn', '--name', 'looked-at']);
    const before = scene.server.accessLog.entries().length;
    const { code, stderr } = await scene.run(['suspend', 'looked-at', '--dry-run']);
    expect({ code, stderr }).toMatchObject({ code: 0, stderr: expect.stringMatching(/To be suspended: 1 key[\s\S]*Nothing was changed/) });
    const refused = await scene.run(['resume', 'looked-at', '--dry-run']);
    expect(refused.code).toBe(4);
    expect(refused.stderr).toContain('is active, not suspended');
    expect(scene.server.accessLog.entries()).toHaveLength(before);
  });

  test('whose answer is lost end with 5, and are settled by the next command that changes something', async () => {
    await scene.run(['issue', 'vpn', '--name', 'unheard']);
    scene.server.faults.add({ method: 'PUT', path: '/access-keys/*/data-limit', times: 9, effect: { kind: 'close', when: 'after' } });
    const { code, stderr } = await scene.run(['suspend', 'unheard']);
    scene.server.faults.clear();
    expect(stderr).toMatch(/The suspension of vpn\/unheard is written down, but not confirmed/);
    expect(code).toBe(5);
    const id = /operations show (op_\w+)/.exec(stderr)?.[1] ?? '';
    expect((await scene.run(['operations', 'resume', id])).code).toBe(0);
    expect((await scene.run(['show', 'unheard', '-o', 'json'])).stdout).toContain('"state": "suspended"');
  });
});

describe('keyrack change', () => {
  test('changes name and limits on the server and in the record, and says what is different', async () => {
    await scene.run(['issue', 'vpn', '--name', 'before', '--data-limit', '5GB', '--owner', 'alice']);
    const words = ['change', 'before', '--name', 'after', '--data-limit', 'none', '--owner', 'bob', '--expires-in', '30d'];
    const looked = await scene.run([...words, '--dry-run']);
    expect(looked.stderr).toMatch(
      /Would change vpn\/before:\n {2}name: before -> after\n {2}owner: alice -> bob\n {2}limits: 5 GB of data -> none/,
    );
    expect(onServer('before')).toMatchObject({ dataLimit: { bytes: 5e9 } });
    const changed = await scene.run([...words, '-o', 'json']);
    expect(changed.code).toBe(0);
    expect(JSON.parse(changed.stdout)).toMatchObject({
      name: 'after',
      limits: {},
      ownerId: 'bob',
      owner: { id: 'bob' },
      expiresAt: expect.any(String),
    });
    expect(changed.stderr).toMatch(/Outline has no expiry of its own/);
    expect(onServer('after')).not.toHaveProperty('dataLimit');
    expect((await scene.run(['sync', '-o', 'jsonl'])).stdout).toContain('"changed":0');
    expect((await scene.run(['change', 'after', '--expires-at', 'never', '--owner', 'none'])).code).toBe(0);
    const shown = JSON.parse((await scene.run(['show', 'after', '-o', 'json'])).stdout) as unknown;
    expect(shown).toMatchObject({ expiresAt: null, owner: null });
  });

  test('refuses a limit that the system has not, before anything is sent', async () => {
    await scene.run(['issue', 'vpn', '--name', 'plain']);
    const before = scene.server.accessLog.entries().length;
    const { code, stderr } = await scene.run(['change', 'plain', '--budget', '20usd/month']);
    expect(code).toBe(4);
    expect(stderr).toMatch(/Outline cannot limit --budget[.][\s\S]*Nothing was changed/);
    expect(scene.server.accessLog.entries()).toHaveLength(before);
  });

  test('that nobody has confirmed leaves the record as it was, and ends with 5', async () => {
    await scene.run(['issue', 'vpn', '--name', 'unsure']);
    scene.server.faults.add({ method: 'PUT', path: '/access-keys/*/name', times: 9, effect: { kind: 'close', when: 'after' } });
    const { code, stderr } = await scene.run(['change', 'unsure', '--name', 'sure']);
    scene.server.faults.clear();
    expect(stderr).toMatch(/The change of vpn\/unsure is written down, but not confirmed/);
    expect(code).toBe(5);
    expect((await scene.run(['show', 'unsure'])).code).toBe(0);
    const id = /operations show (op_\w+)/.exec(stderr)?.[1] ?? '';
    expect((await scene.run(['operations', 'resume', id])).code).toBe(0);
    expect((await scene.run(['show', 'sure'])).code).toBe(0);
  });
});

describe('the expiry of a key on a system that has none', () => {
  test.each([
    ['operations resume --all', ['operations', 'resume', '--all']],
    ['the next command that changes something', ['owner', 'add', 'somebody']],
  ])('is kept by %s, and by no command that only looks', async (_, words) => {
    const name = `ends-by-${words[0] ?? ''}`;
    const issued = await scene.run(['issue', 'vpn', '--name', name, '--expires-in', '1h']);
    expect(issued.stderr).toMatch(/Outline has no expiry of its own: Keyrack revokes the key when it is due/);
    pretendExpired(name);
    await scene.run(['list']);
    expect(isOnServer(name)).toBe(true);
    expect((await scene.run(words)).code).toBe(0);
    expect(isOnServer(name)).toBe(false);
    expect(JSON.parse((await scene.run(['show', name, '-o', 'json'])).stdout)).toMatchObject({
      state: 'revoked',
      revocationReason: 'expired',
    });
  });

  function isOnServer(name: string): boolean {
    return scene.server.state().keys.some((key) => key.name.startsWith(`${name}-`));
  }

  /** Moves the end of a key into the past, as time would. */
  function pretendExpired(name: string): void {
    const database = new DatabaseSync(join(scene.home, 'keyrack.db'));
    database.exec('pragma busy_timeout = 5000');
    const { changes } = database.prepare('update access_key set expires_at_ms = expires_at_ms - 7200000 where name = ?').run(name);
    database.close();
    expect(changes).toBe(1);
  }
});

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

/** The passwords that the server takes for a key, oldest first. */
function passwords(name: string): readonly string[] {
  return scene.server
    .state()
    .keys.filter((key) => key.name.startsWith(`${name}-`))
    .map(({ password }) => password);
}

/** The password within an access URL. */
function passwordOf(secret: string): string {
  return (
    Buffer.from(secret.trim().slice('ss://'.length).split('@')[0] ?? '', 'base64url')
      .toString()
      .split(':')[1] ?? ''
  );
}

async function issue(name: string): Promise<string> {
  return passwordOf((await scene.run(['issue', 'vpn', '--name', name])).stdout);
}

async function listed(name: string): Promise<Record<string, unknown>> {
  const rows = jsonLines((await scene.run(['list', '-o', 'jsonl'])).stdout);
  return rows.find((row) => row['name'] === name) ?? {};
}

describe('keyrack rotate', () => {
  test('prints the new secret alone, keeps the key, and leaves both valid until the overlap is over', async () => {
    const old = await issue('both');
    const before = await listed('both');
    const { code, stdout, stderr } = await scene.run(['rotate', 'vpn/both', '--overlap', '1h']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^ss:\/\/\S+\n$/);
    expect(passwords('both').toSorted()).toEqual([old, passwordOf(stdout)].toSorted());
    const after = await listed('both');
    expect(after).toMatchObject({ id: before['id'], name: 'both', state: 'active', version: 2 });
    expect(after['upstreamId']).not.toBe(before['upstreamId']);
    const until = /stays valid until (\S+Z)/.exec(stderr)?.[1] ?? '';
    const [operation] = jsonLines((await scene.run(['operations', 'list', '--kind', 'rotate', '--key', 'both', '-o', 'jsonl'])).stdout);
    expect(operation).toMatchObject({ kind: 'rotate', state: 'waiting', waitUntil: until });
    expect(Date.parse(until) - Date.now()).toBeGreaterThan(3_500_000);
    expect((await scene.run(['operations', 'resume', '--all'])).code).toBe(0);
    expect(passwords('both')).toHaveLength(2);
  });

  test('with an overlap of zero retires the old secret in the same run', async () => {
    await issue('at-once');
    const { code, stdout, stderr } = await scene.run(['rotate', 'at-once', '--overlap', '0s', '-o', 'json']);
    expect(code).toBe(0);
    const { key, secret } = JSON.parse(stdout) as { key: Record<string, unknown>; secret: string };
    expect(passwords('at-once')).toEqual([passwordOf(secret)]);
    expect(stderr).toContain('The old secret is not valid any more');
    expect(await listed('at-once')).toMatchObject({ id: key['id'], upstreamId: key['upstreamId'], version: 2 });
  });

  test('lets the next command that changes something retire what is due', async () => {
    const old = await issue('due');
    const { stdout, stderr } = await scene.run(['rotate', 'due', '--overlap', '1s']);
    const until = Date.parse(/stays valid until (\S+Z)/.exec(stderr)?.[1] ?? '');
    while (Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 50));
    const next = await scene.run(['owner', 'add', 'somebody']);
    expect(next.stderr).toMatch(/Earlier work: rotate of due \(op_\w+\) is done/);
    expect(passwords('due')).toEqual([passwordOf(stdout)]);
    expect(passwords('due')).not.toContain(old);
  });

  test('does not count on a secret that nobody took: reveal shows it, and only then the rotation goes on', async () => {
    const old = await issue('untaken');
    const { process, finished } = scene.start(['rotate', 'untaken', '--overlap', '0s']);
    process.stdout?.destroy();
    const { code, stderr } = await finished;
    expect(code).toBe(3);
    expect(stderr).toMatch(/could not be written[\s\S]*keyrack reveal key_\w+/);
    expect(passwords('untaken')).toHaveLength(2);
    const revealed = await scene.run(['reveal', 'untaken', '--reason', 'output lost', '-o', 'json']);
    expect(revealed.code).toBe(0);
    const { key, secret } = JSON.parse(revealed.stdout) as { key: Record<string, unknown>; secret: string };
    expect(passwordOf(secret)).not.toBe(old);
    expect(passwords('untaken')).toEqual([passwordOf(secret)]);
    expect(key).toMatchObject({ version: 2, upstreamId: (await listed('untaken'))['upstreamId'] });
    expect(revealed.stderr).toMatch(/A rotation waited for somebody to take this secret[\s\S]*The old secret is not valid any more/);
  });

  test('rotates several keys, one line each, and goes on after one that cannot be', async () => {
    await Promise.all([issue('many-1'), issue('many-2'), issue('many-3')]);
    await scene.run(['revoke', 'many-2', '--yes']);
    const { code, stdout, stderr } = await scene.run(['rotate', 'many-1', 'many-2', 'many-3', '--overlap', '0s', '--yes', '-o', 'jsonl']);
    expect(code).toBe(3);
    const rows = jsonLines(stdout) as readonly { readonly key: { readonly name: string }; readonly secret: string }[];
    expect(rows.map(({ key }) => key.name)).toEqual(['many-1', 'many-3']);
    for (const { key, secret } of rows) expect(passwords(key.name)).toEqual([passwordOf(secret)]);
    expect(stderr).toMatch(/vpn\/many-2: "many-2" is revoked, so there is nothing to rotate/);
  });

  test('can be aborted during the overlap: the new secret is taken back, the old one stays', async () => {
    const old = await issue('taken-back');
    await scene.run(['rotate', 'taken-back']);
    const [operation] = jsonLines(
      (await scene.run(['operations', 'list', '--key', 'taken-back', '--kind', 'rotate', '-o', 'jsonl'])).stdout,
    );
    const words = ['operations', 'abort', String(operation?.['id']), '--reason', 'consumer failed', '--yes', '--wait'];
    expect((await scene.run([...words, '--dry-run'])).code).toBe(0);
    expect(passwords('taken-back')).toHaveLength(2);
    expect((await scene.run(words)).code).toBe(0);
    expect(passwords('taken-back')).toEqual([old]);
    await scene.run(['revoke', 'taken-back', '--yes']);
    const [revocation] = jsonLines((await scene.run(['operations', 'list', '--kind', 'revoke', '-o', 'jsonl'])).stdout);
    const refused = await scene.run(['operations', 'abort', String(revocation?.['id']), '--reason', 'regret', '--dry-run']);
    expect(refused).toMatchObject({ code: 4, stderr: expect.stringMatching(/^keyrack: Operation op_\w+ is done already/) });
  });

  test('whose end of the old secret is not known ends with 5, with the new secret printed', async () => {
    await issue('unknown-end');
    scene.server.faults.add({ method: 'DELETE', path: '/access-keys/*', times: 9, effect: { kind: 'close', when: 'before' } });
    const { code, stdout, stderr } = await scene.run(['rotate', 'unknown-end', '--overlap', '0s']);
    scene.server.faults.clear();
    expect(code).toBe(5);
    expect(passwords('unknown-end')).toContain(passwordOf(stdout));
    expect(stderr).toMatch(/could not be retired yet[\s\S]*Not known whether it was changed: run keyrack operations show op_/);
    const id = /operations show (op_\w+)/.exec(stderr)?.[1] ?? '';
    expect((await scene.run(['operations', 'resume', id])).code).toBe(0);
    expect(passwords('unknown-end')).toEqual([passwordOf(stdout)]);
  });
});

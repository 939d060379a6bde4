import { startOutlineEmulator } from '@keyrack/emulators';
import { chmodSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { canObeyPermissions, jsonLines, keyrack, scratchFolder } from './support/keyrack.ts';
import type { Scene } from './support/scene.ts';
import { connectedScene, heldCall } from './support/scene.ts';

let scene: Scene;
const scratch = scratchFolder();
beforeAll(async () => {
  scene = await connectedScene();
});
afterAll(async () => {
  scratch.remove();
  await scene.close();
});

function oneMessage(stderr: string, ...parts: readonly RegExp[]): void {
  expect(stderr.match(/^keyrack: /gm)).toHaveLength(1);
  for (const part of parts) expect(stderr).toMatch(part);
  expect(stderr).not.toMatch(/^\s+at /m);
}

/** Moves the calls of an operation into the past, as if somebody had waited. */
function pretendSent(home: string, operationId: string, earlierMs: number): void {
  const database = new DatabaseSync(join(home, 'keyrack.db'));
  const { changes } = database
    .prepare('update operation_step set begun_at_ms = begun_at_ms - ?, last_call_at_ms = last_call_at_ms - ? where operation_id = ?')
    .run(earlierMs, earlierMs, operationId);
  database.close();
  expect(changes).toBeGreaterThan(0);
}

describe('the server', () => {
  test('with another certificate than the pinned one gets no byte and an error that says so', async () => {
    const pin = 'AB'.repeat(32);
    const wrong = join(scratch.path, 'wrong-pin.txt');
    writeFileSync(wrong, `apiUrl:${scene.server.url}\ncertSha256:${pin}\n`);
    const before = scene.server.accessLog.entries().length;
    const finished = await scene.run(['connection', 'add', 'outline', 'pinned', '--from-file', wrong]);
    oneMessage(finished.stderr, /certificate/i, /Nothing was changed/);
    expect(finished).toMatchObject({ code: 1, stdout: '' });
    expect(scene.server.accessLog.entries()).toHaveLength(before);
  });

  test('that is down fails an issue at once, certainly without effect', async () => {
    await scene.server.crash();
    const finished = await scene.run(['issue', 'vpn', '--name', 'while-down']);
    await scene.server.restart();
    oneMessage(finished.stderr, /ECONNREFUSED/, /Nothing was changed/);
    expect(finished).toMatchObject({ code: 1, stdout: '' });
  });

  test('that is down leaves a revocation owed, and the next command that changes something settles it', async () => {
    await scene.run(['issue', 'vpn', '--name', 'owed']);
    await scene.server.crash();
    const finished = await scene.run(['revoke', 'owed', '--yes', '-o', 'jsonl']);
    await scene.server.restart();
    oneMessage(finished.stderr, /written down, but not confirmed/, /keyrack operations resume op_/);
    expect(finished.code).toBe(3);
    expect(jsonLines(finished.stdout)).toMatchObject([{ name: 'owed', result: 'owed' }]);
    const [operation] = jsonLines((await scene.run(['operations', 'list', '--state', 'waiting', '-o', 'jsonl'])).stdout);
    const resumed = await scene.run(['operations', 'resume', String(operation?.['id']), '-o', 'jsonl']);
    expect(resumed.code).toBe(0);
    expect(scene.server.state().keys.some(({ name }) => name.startsWith('owed'))).toBe(false);
  });

  test('that answers nothing after it acted leaves the outcome unknown: exit 5, and resume finds the key', async () => {
    scene.server.faults.add({ method: 'PUT', path: '/access-keys/*', times: 9, effect: { kind: 'close', when: 'after' } });
    scene.server.faults.add({ method: 'GET', path: '/access-keys/*', times: 99, effect: { kind: 'status', when: 'before', status: 500 } });
    const finished = await scene.run(['issue', 'vpn', '--name', 'unheard']);
    scene.server.faults.clear();
    oneMessage(finished.stderr, /Nobody knows yet/, /Not known whether it was changed: run keyrack operations show op_/);
    expect(finished).toMatchObject({ code: 5, stdout: '' });
    const id = /operations show (op_\w+)/.exec(finished.stderr)?.[1] ?? '';
    expect((await scene.run(['operations', 'show', id])).stdout).toContain('unheard');
    expect((await scene.run(['operations', 'resume', id])).code).toBe(0);
    expect(scene.server.state().keys.filter(({ name }) => name.startsWith('unheard'))).toHaveLength(1);
  });

  test('that answers nothing after a revocation leaves it owed and unknown: exit 5', async () => {
    await scene.run(['issue', 'vpn', '--name', 'unheard-end']);
    scene.server.faults.add({ method: 'DELETE', path: '/access-keys/*', times: 9, effect: { kind: 'close', when: 'after' } });
    scene.server.faults.add({ method: 'GET', path: '/access-keys/*', times: 99, effect: { kind: 'status', when: 'before', status: 500 } });
    const finished = await scene.run(['revoke', 'unheard-end', '--yes', '-o', 'jsonl']);
    scene.server.faults.clear();
    oneMessage(finished.stderr, /written down, but not confirmed/, /Not known whether it was changed: run keyrack operations show op_/);
    expect(finished.code).toBe(5);
    expect(jsonLines(finished.stdout)).toMatchObject([{ name: 'unheard-end', result: 'owed', state: 'active' }]);
    const id = /operations show (op_\w+)/.exec(finished.stderr)?.[1] ?? '';
    expect((await scene.run(['operations', 'show', id])).stdout).toMatch(/revoke +begun +unknown/);
    expect((await scene.run(['operations', 'resume', id])).code).toBe(0);
    expect((await scene.run(['show', 'unheard-end', '-o', 'json'])).stdout).toContain('"state": "revoked"');
  });

  test('that may still act on a delayed request is waited for by operations abort --wait', async () => {
    scene.server.faults.add({ method: 'PUT', path: '/access-keys/*', times: 9, effect: { kind: 'close', when: 'after' } });
    scene.server.faults.add({ method: 'GET', path: '/access-keys/*', times: 99, effect: { kind: 'status', when: 'before', status: 500 } });
    const { stderr } = await scene.run(['issue', 'vpn', '--name', 'regretted']);
    scene.server.faults.clear();
    const id = /operations show (op_\w+)/.exec(stderr)?.[1] ?? '';
    const abort = ['operations', 'abort', id, '--reason', 'wrong server', '--yes', '-o', 'jsonl'];
    const begun = await scene.run(abort);
    expect(begun.code).toBe(3);
    const [row] = jsonLines(begun.stdout);
    expect(row).toMatchObject({ state: 'waiting', direction: 'abort' });
    pretendSent(scene.home, id, Date.parse(String(row?.['waitUntil'])) - Date.now() - 1_500);
    const settled = await scene.run([...abort, '--wait']);
    expect(settled.code).toBe(0);
    expect(settled.stderr).toMatch(/Waiting until \S+Z: a request that was sent may still take effect/);
    expect(jsonLines(settled.stdout)).toMatchObject([{ state: 'aborted', problem: null }]);
    expect(scene.server.state().keys.some(({ name }) => name.startsWith('regretted'))).toBe(false);
  });

  test('that is another one than before is neither synced nor revoked on: exit 4', async () => {
    await using other = await startOutlineEmulator();
    const folder = scratchFolder();
    const home = join(folder.path, 'home');
    const line = join(folder.path, 'line.json');
    writeFileSync(line, JSON.stringify(other.readyLine));
    await keyrack(['connection', 'add', 'outline', 'vpn', '--from-json', line], { home });
    await keyrack(['issue', 'vpn', '--name', 'kept'], { home });
    other.reset(); // a fresh installation under the old address
    const synced = await keyrack(['sync'], { home });
    oneMessage(synced.stderr, /another system than the one that was added/, /--accept-new-identity/);
    expect(synced.code).toBe(4);
    const revoked = await keyrack(['revoke', 'kept', '--yes', '-o', 'jsonl'], { home });
    expect(revoked.code).not.toBe(0);
    expect(jsonLines(revoked.stdout)).toMatchObject([{ name: 'kept', result: 'owed' }]);
    folder.remove();
  });

  test('one of two being down is reported, and the other is synced: exit 3', async () => {
    await using other = await startOutlineEmulator();
    const line = join(scratch.path, 'second.json');
    writeFileSync(line, JSON.stringify(other.readyLine));
    await scene.run(['connection', 'add', 'outline', 'second', '--from-json', line]);
    await other.crash();
    const finished = await scene.run(['sync', '-o', 'jsonl']);
    oneMessage(finished.stderr, /second: /);
    expect(finished.code).toBe(3);
    expect(jsonLines(finished.stdout)).toMatchObject([
      { connection: 'second', result: 'failed' },
      { connection: 'vpn', result: 'synced' },
    ]);
    await scene.run(['connection', 'remove', 'second', '--yes']);
  });
});

describe('the data folder', () => {
  test('that is not there is not made by a command that only reads', async () => {
    const home = join(scratch.path, 'nowhere');
    const finished = await keyrack(['list'], { home });
    oneMessage(finished.stderr, /no data folder/, /--home or KEYRACK_HOME/);
    expect(finished).toMatchObject({ code: 2, stdout: '' });
    expect((await keyrack(['list'], { home })).code).toBe(2);
  });

  test('with another master key says so, and shows nothing', async () => {
    const home = copyOfHome('wrong-key');
    writeFileSync(
      join(home, 'master.key'),
      readFileSync(join(home, 'master.key'), 'utf8').replace(/^../, (start) => (start === 'AA' ? 'BB' : 'AA')),
    );
    const finished = await keyrack(['list'], { home });
    oneMessage(finished.stderr, /master key/i, /Nothing was changed/);
    expect(finished).toMatchObject({ code: 1, stdout: '' });
    const doctor = await keyrack(['doctor', '-o', 'jsonl'], { home });
    expect(doctor.code).toBe(1);
    expect(jsonLines(doctor.stdout)).toMatchObject([
      { subject: 'program' },
      { state: 'error', finding: expect.stringMatching(/master key/i) },
    ]);
  });

  test('of a newer version is left alone', async () => {
    const home = copyOfHome('newer');
    const database = new DatabaseSync(join(home, 'keyrack.db'));
    database.exec("insert into schema_migration (version, name, applied_at_ms) values (9999, 'from the future', 0)");
    database.close();
    const finished = await keyrack(['list'], { home });
    oneMessage(finished.stderr, /newer/, /Nothing was changed/);
    expect(finished.stderr.match(/Nothing was changed/g)).toHaveLength(1);
    expect(finished).toMatchObject({ code: 1, stdout: '' });
    expect((await keyrack(['doctor', '-o', 'jsonl'], { home })).stdout).toMatch(/newer(?![^]*Nothing was changed)/);
  });

  const withoutTool = canObeyPermissions ? '' : ' (skipped: root may write anywhere, and setpriv is not there)';

  test.skipIf(!canObeyPermissions)(`that is not ours to write is refused with what to do${withoutTool}`, async () => {
    const home = copyOfHome('read-only');
    chmodSync(join(home, 'keyrack.db'), 0o400);
    chmodSync(home, 0o500);
    const finished = await keyrack(['sync'], { home, obeysPermissions: true });
    chmodSync(home, 0o700);
    oneMessage(finished.stderr, /write|read-only|readonly/i, /Nothing was changed/);
    expect(finished).toMatchObject({ code: 1, stdout: '' });
  });

  test('may be used by two processes at once', async () => {
    const runs = await Promise.all(
      ['one', 'two', 'three', 'four'].map((name) => scene.run(['issue', 'vpn', '--name', `together-${name}`])),
    );
    expect(runs.map(({ code, stderr }) => ({ code, stderr: code === 0 ? '' : stderr }))).toEqual(runs.map(() => ({ code: 0, stderr: '' })));
    expect(scene.server.state().keys.filter(({ name }) => name.startsWith('together-'))).toHaveLength(4);
    expect((await scene.run(['audit', 'verify'])).code).toBe(0);
  });

  test('gives an operation that another living process holds to nobody else: they wait, and say for whom', async () => {
    scene.server.faults.add({ method: 'PUT', path: '/access-keys/*', effect: { kind: 'hold', when: 'before' } });
    const first = scene.start(['issue', 'vpn', '--name', 'held']);
    await heldCall(scene.server);
    const [operation] = jsonLines((await scene.run(['operations', 'list', '--state', 'running', '-o', 'jsonl'])).stdout);
    const id = String(operation?.['id']);
    for (const words of [
      ['operations', 'resume', id],
      ['revoke', 'held', '--yes'],
      ['rotate', 'held'],
      ['change', 'held', '--name', 'free'],
    ]) {
      const second = scene.start(words);
      await second.said(new RegExp(`being worked on: issue ${id}, by process ${first.process.pid}[.] Waiting for that[.]\n`));
      second.process.kill('SIGINT');
      const { code, stderr } = await second.finished;
      oneMessage(stderr, /Stopped on request/);
      expect(code).toBe(130);
    }
    const waiting = scene.start(['revoke', 'held', '--yes']);
    await waiting.said(/Waiting for that/);
    scene.server.faults.release();
    expect((await first.finished).code).toBe(0);
    expect((await waiting.finished).code).toBe(0);
    expect(scene.server.state().keys.some(({ name }) => name.startsWith('held-'))).toBe(false);
  });

  function copyOfHome(name: string): string {
    const home = join(scratch.path, name);
    rmSync(home, { recursive: true, force: true });
    mkdirSync(home);
    cpSync(scene.home, home, { recursive: true });
    return home;
  }
});

import { parse as parseYaml } from 'yaml';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { jsonLines } from './support/keyrack.ts';
import type { Scene } from './support/scene.ts';
import { connectedScene } from './support/scene.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await connectedScene();
});
afterAll(() => scene.close());

const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

describe('the life of a key on the command line', () => {
  test('issue prints the secret alone on standard output, and everything else on standard error', async () => {
    const { code, stdout, stderr } = await scene.run(['issue', 'vpn', '--name', 'alone', '--owner', 'alice']);
    expect(code).toBe(0);
    const [onServer] = scene.server.state().keys.filter(({ name }) => name.startsWith('alone'));
    expect(stdout).toMatch(/^ss:\/\/\S+\n$/);
    expect(Buffer.from(stdout.slice(5).split('@')[0] ?? '', 'base64url').toString()).toContain(onServer?.password);
    expect(stderr).toContain('Issued vpn/alone');
  });

  test('issue --output json prints {key, secret}, and list --output jsonl the same key with its wire fields', async () => {
    const words = [
      'issue',
      'vpn',
      '--name',
      'wired',
      '--owner',
      'bob',
      '--expires-in',
      '30d',
      '--data-limit',
      '50GB',
      '--label',
      'team=core',
    ];
    const issued = await scene.run([...words, '--output', 'json']);
    expect(issued.code).toBe(0);
    const { key, secret } = JSON.parse(issued.stdout) as { key: Record<string, unknown>; secret: string };
    expect(secret).toMatch(/^ss:\/\//);
    expect(key).toMatchObject({
      name: 'wired',
      connection: 'vpn',
      state: 'active',
      ownerId: 'bob',
      origin: 'issued',
      labels: { team: 'core' },
    });
    expect(key).toMatchObject({ expiresAt: expect.stringMatching(instant), limits: { dataLimitBytes: 50_000_000_000 } });
    const onServer = scene.server.state().keys.find(({ id }) => id === key['upstreamId']);
    expect(onServer?.name).toBe(key['upstreamName']);

    const listed = await scene.run(['list', '--output', 'jsonl', '--owner', 'bob']);
    expect(jsonLines(listed.stdout)).toEqual([key]);
    expect(listed.stdout).not.toContain(secret);
  });

  test('every machine format carries the same records', async () => {
    const jsonl = jsonLines((await scene.run(['list', '-o', 'jsonl'])).stdout);
    expect(jsonl.length).toBeGreaterThan(0);
    expect(JSON.parse((await scene.run(['list', '-o', 'json'])).stdout)).toEqual(jsonl);
    expect(parseYaml((await scene.run(['list', '-o', 'yaml'])).stdout)).toEqual(jsonl);
    const [header = '', ...rows] = (await scene.run(['list', '-o', 'csv'])).stdout.trim().split('\n');
    expect(header.split(',')).toEqual(Object.keys(jsonl[0] ?? {}));
    expect(rows).toHaveLength(jsonl.length);
  });

  test('reveal shows the secret of issue again and leaves its reason in the audit trail', async () => {
    const issued = await scene.run(['issue', 'vpn', '--name', 'again']);
    const revealed = await scene.run(['reveal', 'vpn/again', '--reason', 'new laptop']);
    expect(revealed).toMatchObject({ code: 0, stdout: issued.stdout, stderr: '' });
    const events = jsonLines((await scene.run(['audit', 'list', '--key', 'again', '-o', 'jsonl'])).stdout);
    expect(events.map(({ type }) => type)).toEqual(['key.issue-begun', 'key.issued', 'key.revealed']);
    expect(events.at(-1)).toMatchObject({ detail: { reason: 'new laptop' }, connection: 'vpn', at: expect.stringMatching(instant) });
    expect(JSON.stringify(events)).not.toContain(issued.stdout.trim());
  });

  test('revoke ends the key on the server, once and for all', async () => {
    await scene.run(['issue', 'vpn', '--name', 'ending']);
    const preview = await scene.run(['revoke', 'ending', '--dry-run']);
    expect(preview).toMatchObject({ code: 0, stdout: '' });
    expect(preview.stderr).toContain('ending');
    expect(scene.server.state().keys.some(({ name }) => name.startsWith('ending'))).toBe(true);

    const revoked = await scene.run(['revoke', 'ending', '--yes', '--reason', 'compromised', '-o', 'jsonl']);
    expect(revoked.code).toBe(0);
    expect(jsonLines(revoked.stdout)).toMatchObject([
      { name: 'ending', connection: 'vpn', state: 'revoked', result: 'revoked', problem: null },
    ]);
    expect(scene.server.state().keys.some(({ name }) => name.startsWith('ending'))).toBe(false);
    const [listed] = jsonLines((await scene.run(['list', '--state', 'revoked', '-o', 'jsonl'])).stdout);
    expect(listed).toMatchObject({ name: 'ending', state: 'revoked', revocationReason: 'compromised' });
  });

  test('operations list --output jsonl tells id, kind and state, newest first', async () => {
    const operations = jsonLines((await scene.run(['operations', 'list', '-o', 'jsonl'])).stdout);
    expect(operations[0]).toMatchObject({ id: expect.stringMatching(/^op_/), kind: 'revoke', state: 'done', connection: 'vpn' });
    expect(operations.map(({ kind }) => kind).filter((kind) => kind === 'issue').length).toBeGreaterThanOrEqual(4);
    const [shown] = jsonLines((await scene.run(['operations', 'show', String(operations[0]?.['id']), '-o', 'jsonl'])).stdout);
    expect(shown).toMatchObject({ kind: 'revoke', keyName: 'ending', steps: [{ state: 'settled', outcome: 'applied' }] });
  });

  test('list pages with --limit and --cursor and loses no key between', async () => {
    const all = jsonLines((await scene.run(['list', '-o', 'jsonl'])).stdout).map(({ id }) => id);
    const paged: unknown[] = [];
    let cursor: string | undefined;
    do {
      const page = await scene.run(['list', '-o', 'jsonl', '--limit', '2', ...(cursor === undefined ? [] : ['--cursor', cursor])]);
      paged.push(...jsonLines(page.stdout).map(({ id }) => id));
      cursor = /--cursor (\S+)/.exec(page.stderr)?.[1];
    } while (cursor !== undefined);
    expect(paged).toEqual(all);
  });

  test('sync finds what strangers made, and doctor finds everything well', async () => {
    const synced = await scene.run(['sync', '-o', 'jsonl']);
    expect(synced.code).toBe(0);
    expect(jsonLines(synced.stdout)).toMatchObject([{ connection: 'vpn', result: 'synced', foreign: 0, missing: 0, changed: 0 }]);
    const doctor = await scene.run(['doctor', '-o', 'jsonl']);
    expect(jsonLines(doctor.stdout).filter(({ state }) => state !== 'ok')).toEqual([]);
    expect(doctor.code).toBe(0);
    const verified = await scene.run(['audit', 'verify', '-o', 'json']);
    expect(JSON.parse(verified.stdout)).toMatchObject({ events: expect.any(Number), headHash: expect.stringMatching(/^[0-9a-f]{64}$/) });
  });

  test('--dry-run of issue writes nothing and sends nothing', async () => {
    const before = scene.server.accessLog.entries().length;
    const preview = await scene.run(['issue', 'vpn', '--name', 'never', '--expires-in', '1mo', '--dry-run']);
    expect(preview).toMatchObject({ code: 0, stdout: '' });
    expect(preview.stderr).toContain('Nothing was changed');
    expect(scene.server.accessLog.entries()).toHaveLength(before);
    expect((await scene.run(['show', 'never'])).code).toBe(2);
  });

  test('a table has no colours in a pipe, and has them when they are forced', async () => {
    expect((await scene.run(['list'])).stdout).not.toContain('\u001b[');
    expect((await scene.run(['list'], { environment: { FORCE_COLOR: '1' } })).stdout).toContain('\u001b[');
    expect((await scene.run(['list', '--no-color'], { environment: { FORCE_COLOR: '1' } })).stdout).not.toContain('\u001b[');
  });
});

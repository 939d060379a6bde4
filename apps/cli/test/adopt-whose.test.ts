import { OutlineClient } from '@keyrack/outline';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { jsonLines } from './support/keyrack.ts';
import type { Scene } from './support/scene.ts';
import { connectedScene } from './support/scene.ts';

/** Makes a key as somebody would who has no rack; gives its access URL. */
async function makeByHand(outline: OutlineClient, name: string): Promise<string> {
  const { accessUrl } = await outline.accessKeys.create({ name });
  if (accessUrl === null) throw new Error('the server shows no access URL');
  return accessUrl.reveal();
}

let scene: Scene;
/** The access URLs of the keys that somebody made by hand, by name. */
const handMade = new Map<string, string>();
beforeAll(async () => {
  scene = await connectedScene();
  const outline = OutlineClient.fromAccessFile(scene.server.accessText);
  for (const name of ['bob-phone', 'reception', 'carol-laptop', 'Carol (home)']) {
    handMade.set(name, await makeByHand(outline, name));
  }
  await outline.close();
  await scene.run(['sync']);
});
afterAll(() => scene.close());

describe('keyrack adopt', () => {
  test('refuses an owner that could not be added, also in a preview', async () => {
    for (const more of [[], ['--dry-run']]) {
      const refused = await scene.run(['adopt', 'vpn/bob-phone', '--owner', '', ...more]);
      expect(refused.code).toBe(2);
      expect(refused.stderr).toContain('"" cannot be the id of an owner');
    }
  });

  test('makes a foreign key ours without touching it on the server, with its secret', async () => {
    const before = JSON.stringify(scene.server.state().keys);
    const adopted = await scene.run(['adopt', 'vpn/bob-phone', '--owner', 'bob', '-o', 'jsonl']);
    expect(adopted.code).toBe(0);
    expect(jsonLines(adopted.stdout)).toMatchObject([{ name: 'bob-phone', result: 'adopted' }]);
    expect(JSON.stringify(scene.server.state().keys)).toBe(before);
    const [listed] = jsonLines((await scene.run(['list', '--owner', 'bob', '-o', 'jsonl'])).stdout);
    expect(listed).toMatchObject({ name: 'bob-phone', origin: 'adopted', secretKept: true });
    expect((await scene.run(['reveal', 'bob-phone', '--reason', 'test'])).stdout.trim()).toBe(handMade.get('bob-phone'));
    expect((await scene.run(['adopt', 'bob-phone'])).code).toBe(4);
  });

  test('--rotate leaves a secret that nobody else ever had', async () => {
    const { code, stdout } = await scene.run(['adopt', 'reception', '--rotate', '--overlap', '0s']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^ss:\/\/\S+\n$/);
    expect(stdout.trim()).not.toBe(handMade.get('reception'));
    expect(scene.server.state().keys.filter(({ name }) => name.startsWith('reception'))).toHaveLength(1);
    const found = await scene.run(['whose', '-o', 'jsonl'], { input: handMade.get('reception') ?? '' });
    expect(jsonLines(found.stdout)).toMatchObject([{ name: 'reception', stage: 'retired', valid: false }]);
  });

  test('of all foreign keys shows them first, and says which cannot be', async () => {
    const looked = await scene.run(['adopt', '--all-foreign', '--connection', 'vpn', '--owner', 'ops', '--dry-run']);
    expect(looked.code).toBe(3);
    expect(looked.stderr).toMatch(/To be adopted: 1 key\n[\s\S]*carol-laptop[\s\S]*"Carol \(home\)" cannot be the name of a key/);
    expect((await scene.run(['adopt', '--all-foreign'])).code).toBe(2);
    const adopted = await scene.run(['adopt', '--all-foreign', '--owner', 'ops', '--yes', '-o', 'jsonl']);
    expect(adopted.code).toBe(3);
    expect(jsonLines(adopted.stdout).map(({ name, result }) => [name, result])).toEqual([
      ['carol-laptop', 'adopted'],
      ['Carol (home)', 'failed'],
    ]);
    const [stray] = jsonLines((await scene.run(['list', '--foreign', '-o', 'jsonl'])).stdout);
    expect((await scene.run(['adopt', String(stray?.['id']), '--name', 'carol-home', '--owner', 'carol'])).code).toBe(0);
    expect((await scene.run(['adopt', '--all-foreign'])).stderr).toContain('No foreign key fits');
  });
});

describe('keyrack owner', () => {
  test('shows who there is, and every key of one of them', async () => {
    expect((await scene.run(['owner', 'add', 'svc-gate', '--service', '--name', 'The gate'])).code).toBe(0);
    expect((await scene.run(['owner', 'add', 'svc-gate'])).code).toBe(1);
    const listed = jsonLines((await scene.run(['owner', 'list', '-o', 'jsonl'])).stdout);
    expect(listed.map(({ id, kind, displayName }) => [id, kind, displayName])).toContainEqual(['svc-gate', 'service', 'The gate']);
    await scene.run(['issue', 'vpn', '--name', 'gate', '--owner', 'svc-gate']);
    const shown = await scene.run(['owner', 'show', 'svc-gate', '-o', 'json']);
    expect(JSON.parse(shown.stdout)).toMatchObject({ id: 'svc-gate', kind: 'service', keys: [{ name: 'gate', connection: 'vpn' }] });
    expect((await scene.run(['owner', 'show', 'svc-gate'])).stdout).toMatch(/The gate[\s\S]*gate +vpn +svc-gate/);
    const unknown = await scene.run(['owner', 'show', 'svc-gat']);
    expect(unknown).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/Nobody is known by the id "svc-gat"[\s\S]*Did you mean "svc-gate"\?/),
    });
  });
});

describe('keyrack whose', () => {
  test('says whose a secret is that was piped in, and its command ends it', async () => {
    const { stdout: secret } = await scene.run(['issue', 'vpn', '--name', 'leaked', '--owner', 'dora']);
    const found = await scene.run(['whose', '-o', 'json'], { input: secret });
    expect(found.code).toBe(0);
    const [record] = JSON.parse(found.stdout) as readonly Record<string, unknown>[];
    expect(record).toMatchObject({ ownerId: 'dora', name: 'leaked', connection: 'vpn', state: 'active', valid: true });
    const [, ...words] = String(record?.['revokeWith']).split(' ');
    expect((await scene.run([...words, '--yes'])).code).toBe(0);
    const again = await scene.run(['whose'], { input: secret });
    expect(again.stdout).toMatch(/dora +leaked +vpn +revoked +version 1, retired +it has ended/);
    expect(found.stdout + again.stdout).not.toContain(secret.trim());
  });

  test("knows a foreign secret that the server has shown, and says when it is nobody's", async () => {
    const outline = OutlineClient.fromAccessFile(scene.server.accessText);
    const secret = await makeByHand(outline, 'stranger');
    await outline.close();
    const unseen = await scene.run(['whose'], { input: secret });
    expect(unseen).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('It is of no key') });
    await scene.run(['sync']);
    expect((await scene.run(['whose'], { input: secret })).stdout).toMatch(/nobody +stranger +vpn +active/);
  });
});

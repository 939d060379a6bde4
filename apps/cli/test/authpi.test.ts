import type { AuthPIEmulator } from '@keyrack/emulators';
import { startAuthPIEmulator } from '@keyrack/emulators';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Finished, Start } from './support/keyrack.ts';
import { jsonLines, keyrack, scratchFolder } from './support/keyrack.ts';

const folder = scratchFolder();
const home = join(folder.path, 'home');
let server: AuthPIEmulator;
let issuerId = '';
const authpi = (words: readonly string[], more: Partial<Start> = {}): Promise<Finished> =>
  keyrack(['authpi', 'sign-in', ...words], { home, ...more });
const json = async (...words: readonly string[]): Promise<Record<string, unknown>> => {
  const { stdout, stderr } = await authpi([...words, '-o', 'json']);
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout) as Record<string, unknown>;
};

beforeAll(async () => {
  server = await startAuthPIEmulator();
  const input = JSON.stringify(server.readyLine);
  await keyrack(['connection', 'add', 'authpi', 'sign-in', '--from-json', '-'], { home, input });
  issuerId = String((await json('issuers', 'create', '--set', 'name=Main', '--set', 'settings={"access":{}}'))['id']);
});
afterAll(async () => {
  await server.close();
  folder.remove();
});

describe('keyrack authpi', () => {
  test('calls methods of the account and of what is in it, with fields of every type', async () => {
    expect(await json('whoami')).toMatchObject({ type: 'api_key', key_id: server.keyId });
    const user = await json('issuer', issuerId, 'users', 'create', '--set', 'username=ada', '--set', 'username_type=unique-name');
    expect(user).toMatchObject({ username: 'ada', issuer_id: issuerId });
    const changed = await json('issuer', issuerId, 'user', String(user['id']), 'update', '--set', 'profile={"display_name":"Ada"}');
    expect(changed).toMatchObject({ profile: { display_name: 'Ada' } });
    expect(await json('notes', 'count', '--query', 'subject_type=user', '--query', `subject_id=${String(user['id'])}`)).toEqual({
      count: 0,
    });
    expect((await authpi(['issuer', issuerId, 'users', 'get', String(user['id'])])).stdout).toMatch(/^username +ada$/m);
  });

  test('prints a whole list as people, programs and spreadsheets read it, or the first of it', async () => {
    for (const name of ['one', 'two', 'three']) await json('issuer', issuerId, 'agents', 'create', '--set', `name=${name}`);
    const list = ['issuer', issuerId, 'agents', 'list'];
    expect(jsonLines((await authpi([...list, '--query', 'limit=2', '-o', 'jsonl'])).stdout)).toHaveLength(3);
    expect(JSON.parse((await authpi([...list, '--limit', '1', '-o', 'json'])).stdout)).toHaveLength(1);
    expect((await authpi(list)).stdout).toMatch(/ID +NAME +STATUS/);
    expect((await authpi([...list, '-o', 'csv'])).stdout.split('\n')[0]).toMatch(/^id,issuer_id,name,/);
    const none = await authpi(['webhooks', 'list']);
    expect(none).toMatchObject({ code: 0, stdout: '', stderr: 'There is nothing.\n' });
  });

  test('shows a secret once: alone for people, in its place for programs, and never beside it', async () => {
    const path = join(folder.path, 'key.json');
    writeFileSync(path, JSON.stringify({ name: 'deploy', restrictions: { scopes: [] } }));
    const made = await authpi(['api-keys', 'create', '--body', path]);
    const [key] = server.state().keys.filter(({ name }) => name === 'deploy');
    expect(made).toMatchObject({ code: 0, stdout: `${key?.secrets[0] ?? ''}\n` });
    expect(made.stderr).toMatch(/secret_plain +\[secret\]/);
    expect(made.stderr).not.toContain(made.stdout.trim());
    expect(await json('api-keys', 'rotate', key?.id ?? '')).toEqual({ secret_plain: expect.stringMatching(/^\w{40,}$/) });
  });

  test('takes secrets from a file or standard input, never from arguments', async () => {
    const words = ['issuer', issuerId, 'users', 'create', '--set', 'username=eve'];
    expect(await authpi([...words, '--set', 'password=hunter2'])).toMatchObject({ code: 2, stdout: '' });
    const { code } = await authpi([...words, '--body', '-'], { input: '{"password":"hunter2","username_type":"unique-name"}' });
    expect(code).toBe(0);
  });

  test('shows with --dry-run what would go out, and sends nothing', async () => {
    const before = server.accessLog.entries().length;
    const dry = await json('issuer', issuerId, 'users', 'delete', 'usr_1', '--dry-run');
    expect(dry).toEqual({
      method: 'DELETE',
      path: expect.stringMatching(new RegExp(`/issuers/${issuerId}/users/usr_1$`)),
      query: {},
      body: null,
    });
    const sent = server.accessLog.entries().slice(before);
    expect(sent.filter(({ method }) => method !== 'GET')).toEqual([]);
  });

  test('asks before what is final, and leaves the key alone that the rack works with', async () => {
    const { id } = await json('issuer', issuerId, 'agents', 'create', '--set', 'name=gone');
    const words = ['issuer', issuerId, 'agents', 'delete', String(id)];
    expect((await authpi(words)).code).toBe(2); // nobody there to ask
    expect(await authpi([...words, '--yes'])).toMatchObject({ code: 0, stdout: '', stderr: expect.stringContaining('Done') });
    const own = await authpi(['api-keys', 'revoke', server.keyId, '--yes']);
    expect(own).toMatchObject({ code: 2, stderr: expect.stringContaining('the key that Keyrack itself works with') });
    expect((await json('whoami'))['key_id']).toBe(server.keyId);
  });

  test('repeats a POST by its Idempotency-Key, and changes something only in the state it was in', async () => {
    const words = ['issuers', 'create', '--set', 'name=Twice', '--set', 'settings={"access":{}}', '--idempotency-key', 'mine-1'];
    expect((await json(...words))['id']).toBe((await json(...words))['id']);
    const stale = await authpi(['issuers', 'update', issuerId, '--set', 'description=x', '--if-match', '"999"']);
    expect(stale).toMatchObject({ code: 1, stderr: expect.stringContaining('the object was changed since its tag was read') });
  });

  test.each([
    [['issuer', 'i_1', 'user'], 'What can follow: <user_id>.'],
    [['issuer', 'i_1', 'usres', 'list'], 'Did you mean users?'],
    [['api-keys', 'list', 'more'], 'Nothing can follow'],
    [[], 'What can follow: whoami, accounts'],
    [['issuers', 'list', '--query', 'colour=red'], 'Known are: q, status'],
    [['issuers', 'list', '--query', 'limit=many'], 'is no number'],
    [['issuers', 'list', '--set', 'a=b'], 'takes no body'],
    [['issuers', 'list', '--if-match', '"1"'], 'takes no --if-match'],
    [['issuers', 'get', '../..'], 'issuer_id must not hold'],
  ])('says of %j what is wrong with it', async (words, said) => {
    const { code, stdout, stderr } = await authpi(words);
    expect([code, stdout, stderr.replaceAll(/\s+/g, ' ')]).toEqual([2, '', expect.stringContaining(said)]);
  });
});

describe('keyrack issue on AuthPI', () => {
  const issue = (...words: readonly string[]): Promise<Finished> => keyrack(['issue', 'sign-in', '--name', ...words], { home });

  test('says that a key without scopes may do nothing, unless that is meant', async () => {
    expect((await issue('idle', '--dry-run')).stderr).toContain('without scopes may do nothing');
    expect((await issue('idle')).stderr).toContain('without scopes may do nothing');
    expect((await issue('idle-on-purpose', '--scope', 'none')).stderr).not.toContain('Note:');
    expect((await issue('busy', '--scope', 'issuers:read')).stderr).not.toContain('Note:');
    await keyrack(['sync'], { home });
    const keys = jsonLines((await keyrack(['list', '-o', 'jsonl'], { home })).stdout);
    const named = (name: string): object | undefined => keys.find((key) => key['name'] === name);
    for (const name of ['idle', 'idle-on-purpose']) expect(named(name)).toMatchObject({ limits: {}, drift: 'none' });
    expect(named('busy')).toMatchObject({ limits: { scopes: ['issuers:read'] }, drift: 'none' });
  });
});

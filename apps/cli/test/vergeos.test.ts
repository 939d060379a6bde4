import type { VergeOSEmulator } from '@keyrack/emulators';
import { startVergeOSEmulator } from '@keyrack/emulators';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Finished, Start } from './support/keyrack.ts';
import { jsonLines, keyrack, scratchFolder } from './support/keyrack.ts';

const folder = scratchFolder();
const home = join(folder.path, 'home');
let server: VergeOSEmulator;
const vergeos = (words: readonly string[], more: Partial<Start> = {}): Promise<Finished> =>
  keyrack(['vergeos', 'cloud', ...words], { home, ...more });
const lines = async (...words: readonly string[]): Promise<readonly Record<string, unknown>[]> => {
  const { stdout, stderr, code } = await vergeos([...words, '-o', 'jsonl']);
  if (code !== 0) throw new Error(stderr);
  return jsonLines(stdout);
};
const one = async (...words: readonly string[]): Promise<Record<string, unknown>> => (await lines(...words))[0] ?? {};

beforeAll(async () => {
  server = await startVergeOSEmulator();
  const added = await keyrack(['connection', 'add', 'vergeos', 'cloud', '--from-json', '-'], {
    home,
    input: JSON.stringify(server.readyLine),
  });
  if (added.code !== 0) throw new Error(added.stderr);
});
afterAll(async () => {
  await server.close();
  folder.remove();
});

test('workers ask a VergeOS system no more often than it allows, less a margin', async () => {
  const { stdout } = await keyrack(['connection', 'show', 'cloud'], { home });
  expect(stdout).toMatch(/Workers ask +at most 900 requests an hour, 4 tasks at once/);
});

describe('keyrack vergeos', () => {
  test('gives a key an owner with the least rights', async () => {
    const { key } = await one('users', 'create', 'ci', '--set', 'type=api', '--set', 'displayName=CI');
    expect(await one('users', 'get', 'ci')).toMatchObject({ key, name: 'ci', type: 'api', displayName: 'CI', enabled: true });
    const { key: permission } = await one('permissions', 'grant', 'ci', 'vms', '--set', 'list=true');
    expect((await vergeos(['permissions', 'update', String(permission), '--set', 'read=true'])).code).toBe(0);
    const rights = await lines('permissions', 'list', 'ci', '--filter', '{"table":"vms"}');
    expect(rights).toMatchObject([{ key: permission, table: 'vms', rights: { list: true, read: true, delete: false } }]);
    expect(await one('permissions', 'get', String(permission))).toMatchObject({ identityName: 'CI' });
    expect((await vergeos(['permissions', 'revoke', String(permission), '--yes'])).code).toBe(0);
    expect(await lines('permissions', 'list', 'ci', '--filter', '{"table":"vms"}')).toEqual([]);
  });

  test('takes a password from standard input and from nowhere else', async () => {
    const body = { input: JSON.stringify({ password: 'canary-password' }) };
    const made = await vergeos(['users', 'create', 'anna', '--set', 'changePassword=true', '--body', '-'], body);
    expect(made.code).toBe(0);
    expect(made.stdout + made.stderr).not.toContain('canary');
    const dry = await vergeos(['users', 'update', 'anna', '--body', '-', '--dry-run', '-o', 'json'], body);
    expect(JSON.parse(dry.stdout)).toMatchObject({ method: 'PUT', body: { password: '[secret]' } });
    expect(await vergeos(['users', 'update', 'anna', '--set', 'password=canary-password'])).toMatchObject({ code: 2 });
  });

  test('puts users and groups into groups', async () => {
    await vergeos(['users', 'create', 'bob']);
    const { key: team } = await one('groups', 'create', 'team', '--set', 'description=The team');
    await one('groups', 'create', 'inner');
    const { key: membership } = await one('members', 'add', 'team', 'bob');
    await one('members', 'add', String(team), 'group:inner');
    expect(await lines('members', 'list', 'team')).toMatchObject([{ memberName: 'bob' }, { memberName: 'inner' }]);
    expect(await one('groups', 'get', 'team')).toMatchObject({ memberCount: 2, description: 'The team' });
    expect((await one('permissions', 'grant', 'group:team', 'vms', '--set', 'list=true'))['key']).toBeGreaterThan(0);
    for (const words of [
      ['members', 'remove', String(membership), '--yes'],
      ['groups', 'update', 'team', '--set', 'email=T@example.com'],
      ['groups', 'disable', 'team'],
    ])
      expect((await vergeos(words)).code).toBe(0);
    expect(await one('groups', 'get', 'team')).toMatchObject({ memberCount: 1, email: 't@example.com', enabled: false });
    await vergeos(['groups', 'enable', 'team']);
    expect((await vergeos(['groups', 'delete', 'team', '--yes'])).code).toBe(0);
    expect((await lines('groups', 'list')).map(({ name }) => name)).toEqual(['Administrators', 'inner']);
  });

  test('reaches any table in its own words', async () => {
    const { key } = await one('tables', 'create', 'groups', '--set', 'name=raw', '--set', 'enabled=true');
    await vergeos(['tables', 'update', 'groups', String(key), '--set', 'description=d']);
    expect(await one('tables', 'get', 'groups', String(key), '--fields', 'name,description')).toEqual({
      $key: key,
      name: 'raw',
      description: 'd',
    });
    const list = ['tables', 'list', 'groups', '--fields', 'name', '--filter', '{"name":{"bw":"ra"}}'];
    expect(await lines(...list)).toEqual([{ $key: key, name: 'raw' }]);
    expect((await vergeos(list)).stdout).toMatch(/\$KEY +NAME\n\d+ +raw/);
    expect(Object.keys(await one('tables', 'list', 'groups', '--limit', '1'))).toContain('system_group');
    expect(JSON.stringify(await one('tables', 'schema', 'groups'))).toContain('system_group');
    expect((await vergeos(['tables', 'delete', 'groups', String(key), '--yes'])).code).toBe(0);
    const action = await vergeos(['tables', 'action', 'groups', '1', 'refresh', '--set', 'force=true']);
    expect(action).toMatchObject({ code: 5 });
    expect(action.stderr).toContain('501');
  });

  test('shows what it would send, and sends nothing', async () => {
    const before = JSON.stringify(server.state().tables);
    const dry = await vergeos(['users', 'delete', 'bob', '--dry-run', '-o', 'json']);
    expect(dry).toMatchObject({ code: 0, stderr: 'Nothing was changed.\n' });
    expect(JSON.parse(dry.stdout)).toMatchObject({ method: 'DELETE', path: expect.stringMatching(/^\/api\/v4\/users\/\d+$/) });
    expect(await vergeos(['users', 'delete', 'bob'])).toMatchObject({ code: 2 }); // nobody there to ask
    expect(JSON.stringify(server.state().tables)).toBe(before);
    expect(await vergeos(['users', 'disable', 'bob'])).toMatchObject({ code: 0 });
    expect(await one('users', 'get', 'bob')).toMatchObject({ enabled: false });
    expect(await vergeos(['users', 'enable', 'bob'])).toMatchObject({ code: 0 });
    expect(await vergeos(['users', 'delete', 'bob', '--yes'])).toMatchObject({ code: 0 });
    expect((await lines('users', 'list', '--filter', '{"name":"bob"}')).length).toBe(0);
  });

  test('neither locks itself out, nor leaves keys without their owner, nor makes keys that the rack does not know', async () => {
    await vergeos(['users', 'create', 'owner']);
    expect((await keyrack(['issue', 'cloud', '--name', 'k', '--upstream-user', 'owner'], { home })).code).toBe(0);
    const refused = [
      [['users', 'disable', server.username], 'Keyrack itself works as'],
      [['users', 'delete', '1', '--yes'], 'Keyrack itself works as'],
      [['tables', 'update', 'users', '1', '--set', 'enabled=false'], 'Keyrack itself works as'],
      [['users', 'delete', 'owner', '--yes'], 'still has API keys'],
      [['tables', 'create', 'user_api_keys', '--set', 'name=n', '--set', 'user=1'], 'Use keyrack issue'],
      [['tables', 'delete', 'user_api_keys', '1', '--yes'], 'Use keyrack issue'],
    ] as const;
    for (const [words, message] of refused) {
      const { code, stderr } = await vergeos(words);
      expect(stderr).toContain(message);
      expect(code).toBe(2);
    }
    expect((await one('system'))['version']).not.toBeNull();
  });

  test('every use of the credential is in the audit trail, with its purpose and never the credential', async () => {
    const { stdout } = await keyrack(['audit', '-o', 'json'], { home });
    expect(stdout).toContain('vergeos permissions grant');
    expect(stdout).not.toContain(server.apiKey);
  });

  test.each([
    [['usres', 'list'], 2, 'Did you mean users?'],
    [['users'], 2, 'What can follow: list, get, create'],
    [['users', 'get', 'nobody'], 1, 'there is no user of this name'],
    [['users', 'get', '4711'], 1, 'answered with 404'],
    [['users', 'create', 'x', '--set', 'colour=red'], 2, 'a user has no "colour"'],
    [['users', 'list', '--set', 'a=b'], 2, 'takes no --set'],
    [['users', 'list', '--filter', 'name eq 1'], 2, 'one JSON object'],
    [['users', 'list', '--filter', '{"name":{"like":"x"}}'], 2, 'a comparison is one of eq, ne'],
    [['permissions', 'grant', 'ci', 'vms'], 2, 'at least one of list, read'],
    [['permissions', 'get', 'x'], 2, 'is not a key'],
    [['tables', 'list', '../x'], 2, 'letters, digits and underscores'],
    [['groups', 'create', 'Administrators'], 1, '409'],
  ] as const)('%j is refused with words that help', async (words, code, message) => {
    const finished = await vergeos(words);
    expect(finished.stderr).toContain(message);
    expect(finished.code).toBe(code);
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuthPIEmulator } from '../src/index.ts';
import { startAuthPIEmulator } from '../src/index.ts';
import type { Answer } from './authpi-ask.ts';
import { ask, basic } from './authpi-ask.ts';
import type { ContractMethod } from './authpi-strict-model.ts';
import { contract, refusals } from './authpi-strict-model.ts';

/** Bodies by operation; what is not here is sent without one. */
const bodies: Readonly<Record<string, object>> = {
  'accounts.update': { name: 'Acme' },
  'account_api_keys.create': { name: 'k', restrictions: { scopes: ['*:read'] }, tags: ['t'] },
  'account_api_keys.update': { description: 'd' },
  'domains.create': { host: 'example.com' },
  'domains.assign': { issuer_id: '{issuer_id}' },
  'issuers.create': { name: 'i', settings: { access: {} } },
  'issuers.update': { description: 'd' },
  'notes.create': { subject_type: 'user', subject_id: 'u', content: 'c' },
  'notes.update': { content: 'd' },
  'webhooks.create': { name: 'w', url: 'http://127.0.0.1:9/', auth: { type: 'bearer' }, events: ['user.created'] },
  'webhooks.update': { auth: { type: 'none' } },
  'agents.create': { name: 'a' },
  'agents.update': { model: 'm' },
  'auth_methods.create': { method: 'password' },
  'clients.create': { name: 'c', type: 'Web' },
  'clients.update': { name: 'd' },
  'organizations.create': { name: 'o' },
  'organizations.update': { name: 'p' },
  'users.create': { username_type: 'email', username: 'a@example.com' },
  'users.update': { profile: {} },
  'agent_verifiers.create': { type: 'secret' },
  'organization_api_keys.create': { name: 'k', restrictions: {} },
  'groups.create': { name: 'g' },
  'groups.update': { name: 'h' },
  'invitations.create': { email_invited: 'a@example.com', scopes: ['s'] },
  'invitations.update': { message: 'm' },
  'members.create': { member_id: '{user_id}', member_type: 'user' },
  'members.update': { user_title: 't' },
  'sso.add_domain': { domain: 'example.com' },
  'user_tokens.create': { name: 't', restrictions: {} },
  'issuer_tokens.introspect': { token: 't' },
  'trusted_devices.create': { fingerprint: 'f' },
  // Nobody has described these; whatever is sent is a guess.
  'approvals.update': {},
  'auth_methods.update': {},
  'user_verifiers.create': {},
  'user_verifiers.update': {},
  'redeliver.create': {},
  'payment_methods.create': {},
  'payment_methods.update': {},
};

const queries: Readonly<Record<string, string>> = {
  'notes.backlinks': '?ref_type=user&ref_id=u',
  'notes.count': '?subject_type=user&subject_id=u',
};

/** What is answered with 501, because a request or an answer is not known. */
const unknown = [
  'approvals.update',
  'auth_methods.update',
  'credits.create_topup',
  'payment_methods.create',
  'payment_methods.update',
  'redeliver.create',
  'usage.list',
  'user_verifiers.complete_enrollment',
  'user_verifiers.create',
  'user_verifiers.update',
  'user_verifiers.verify',
];

interface Operation extends ContractMethod {
  readonly id: string;
}

describe('every operation of the contract', () => {
  let authpi: AuthPIEmulator;
  const answered = new Map<string, number>();
  const problems: Record<string, readonly string[]> = {};
  /** Ids by the parameter that takes them. */
  const ids: Record<string, string> = {};
  const operations: readonly Operation[] = contract.resources
    .filter(({ name }) => !name.endsWith('_scope'))
    .flatMap(({ name, methods }) => methods.map((method) => ({ ...method, id: `${name}.${method.name}` })));

  const filled = (text: string) => text.replace(/\{(\w+)\}/g, (_all, name: string) => ids[name] ?? `no ${name}`);
  const call = async ({ id, verb, path, ...rest }: Operation) => {
    const body = bodies[id];
    const sent = body === undefined ? undefined : (JSON.parse(filled(JSON.stringify(body))) as object);
    const answer = await ask(authpi, `${verb} ${filled(path)}${queries[id] ?? ''}`, { body: sent });
    answered.set(id, answer.status);
    const refused = problemsOf({ id, verb, path, ...rest }, answer);
    if (refused.length > 0) problems[id] = refused;
    return answer;
  };
  const problemsOf = (operation: Operation, { status, body, json }: Answer) => {
    if (unknown.includes(operation.id)) return status === 501 ? [] : [`answered ${status}`];
    return status > 299 ? [`answered ${status}: ${body}`] : refusals(operation, json);
  };
  const named = (id: string) => {
    const operation = operations.find((candidate) => candidate.id === id);
    if (operation === undefined) throw new Error(`no ${id}`);
    return operation;
  };
  const run = async (...names: readonly string[]) => {
    for (const name of names) await call(named(name));
  };
  const create = async (name: string, parameter: string, field = 'id') => {
    const { data } = await call(named(name));
    ids[parameter] = String(data?.[field]);
  };
  const record = (kind: 'sessions' | 'verifiers' | 'payment_methods', fields: object) =>
    authpi.addRecord({
      kind,
      within: kind === 'payment_methods' ? [] : [ids['issuer_id'] ?? '', ids['user_id'] ?? ''],
      fields: { ...fields },
    });

  beforeAll(async () => {
    authpi = await startAuthPIEmulator();
    ids['account_id'] = authpi.accountId;
  });
  afterAll(() => authpi.close());

  it('of the account is answered with all that strict clients demand', async () => {
    await run('me.whoami', 'accounts.list', 'accounts.get', 'accounts.update', 'credits.ledger', 'credits.create_topup');
    await create('account_api_keys.create', 'key_id');
    await run(...['list', 'get', 'update', 'block', 'unblock', 'rotate', 'revoke', 'delete'].map((name) => `account_api_keys.${name}`));
    await create('issuers.create', 'issuer_id');
    await run('issuers.list', 'issuers.get', 'issuers.update', 'domains.create');
    ids['domain'] = 'example.com';
    await run('domains.list', 'domains.verify', 'domains.assign', 'domains.unassign', 'domains.delete');
    await create('notes.create', 'note_id');
    await run(...['list', 'get', 'update', 'count', 'backlinks', 'delete'].map((name) => `notes.${name}`));
    ids['method_id'] = record('payment_methods', {});
    await run('invoices.list', 'usage.list', 'usage.estimate', 'payment_methods.create', 'payment_methods.setup_intent_stripe');
    await run('payment_methods.update', 'payment_methods.delete');
    const { items } = await call(named('events.list'));
    ids['event_id'] = String(items[0]?.['id']);
    await run('events.list', 'events.get', 'events.aggregate');
    expect(problems).toEqual({});
  });

  it('of an issuer and its users is answered with all that strict clients demand', async () => {
    await create('webhooks.create', 'webhook_id');
    await create('users.create', 'user_id');
    await run('users.list', 'users.get', 'users.update', 'approvals.list', 'approvals.get', 'approvals.update');
    ids['session_id'] = record('sessions', { user_id: ids['user_id'], issuer_id: ids['issuer_id'], type: 'op', status: 'active' });
    await run('user_sessions.list', ...['get', 'suspend', 'reactivate', 'revoke'].map((name) => `issuer_sessions.${name}`));
    await run('user_tokens.create', 'issuer_tokens.introspect');
    const { items } = await call(named('user_tokens.list'));
    ids['token_id'] = String(items[0]?.['id']);
    await run('user_tokens.list', 'account_tokens.get', 'account_tokens.revoke', 'account_tokens.delete');
    await create('trusted_devices.create', 'device_id', 'device_id');
    await run('trusted_devices.list', 'trusted_devices.delete', 'trusted_devices.revoke_all');
    ids['verifier_id'] = record('verifiers', {});
    await run(
      ...['list', 'get', 'create', 'update', 'regenerate', 'verify', 'complete_enrollment', 'delete'].map(
        (name) => `user_verifiers.${name}`,
      ),
    );
    await create('auth_methods.create', 'method_id');
    await run(...['list', 'get', 'update', 'delete'].map((name) => `auth_methods.${name}`));
    await create('clients.create', 'client_id');
    await run(...['list', 'get', 'update', 'rotate_secret', 'delete'].map((name) => `clients.${name}`));
    await create('agents.create', 'agent_id');
    await create('agent_verifiers.create', 'verifier_id');
    await run('agents.list', 'agents.get', 'agents.update', 'agent_verifiers.list', 'agent_verifiers.delete', 'agents.delete');
    await authpi.settled();
    const deliveries = await call(named('deliveries.list'));
    ids['delivery_id'] = String(deliveries.items[0]?.['id']);
    await run('deliveries.list', 'deliveries.redeliver', 'redeliver.create');
    await run('webhooks.list', 'webhooks.get', 'webhooks.update', 'webhooks.delete');
    expect(problems).toEqual({});
  });

  it('of an organization is answered with all that strict clients demand', async () => {
    await create('organizations.create', 'org_id');
    await run('organizations.list', 'organizations.get', 'organizations.update');
    await run('organization_api_keys.create', 'organization_api_keys.list');
    await create('groups.create', 'group_id');
    await run(...['list', 'get', 'update', 'delete'].map((name) => `groups.${name}`));
    await create('invitations.create', 'invitation_id');
    await run(...['list', 'get', 'update', 'resend', 'revoke'].map((name) => `invitations.${name}`));
    await create('members.create', 'member_id', 'member_id');
    await run('members.list', 'members.update', 'members.delete');
    await run('sso.add_domain', 'sso.verify_domain', 'sso.rotate_secret', 'sso.remove_domain');
    await run('organizations.delete', 'users.delete', 'issuers.delete');
    expect(problems).toEqual({});
  });

  it('was asked for above', () => {
    expect(operations.map(({ id }) => id).filter((id) => !answered.has(id))).toEqual([]);
    expect(operations).toHaveLength(127);
    expect(
      [...answered]
        .filter(([, status]) => status === 501)
        .map(([id]) => id)
        .toSorted(),
    ).toEqual(unknown);
  });
});

describe('what version 0.3.0 of the vendor`s client sends', () => {
  let authpi: AuthPIEmulator;
  beforeAll(async () => {
    authpi = await startAuthPIEmulator({ legacy: true });
  });
  afterAll(() => authpi.close());

  const dead = contract.resources030.flatMap(({ methods }) => methods.filter(({ same }) => same === null));
  const send = (line: string, body?: object) =>
    ask(authpi, line, { as: `Bearer ${authpi.keyId}`, ...(body === undefined ? {} : { body }) });

  it('is taken when it works: the lone key id, the account "me", users by their address', async () => {
    const issuer = await send('POST /v1/accounts/me/issuers', { name: 'i' });
    const users = `/v1/accounts/me/issuers/${String(issuer.data['id'])}/users`;
    const made = await send(`POST ${users}`, { email: 'alice@example.com', display_name: 'Alice' });
    expect(made.data).toMatchObject({ username_type: 'email', username: 'alice@example.com', profile: { display_name: 'Alice' } });
    const renamed = await send(`PATCH ${users}/${String(made.data['id'])}`, { display_name: 'Bob', profile: { last_name: 'B' } });
    expect(renamed.data).toMatchObject({ profile: { display_name: 'Bob', last_name: 'B' } });
    expect((await send('POST /v1/accounts/me/webhooks', { url: 'https://example.com' })).status).toBe(201);
    expect((await send(`GET /v1/accounts/${authpi.accountId}/api-keys`)).items).toHaveLength(1);
  });

  it('is refused with 404 on the 34 paths that never worked', async () => {
    expect(dead).toHaveLength(34);
    const { data } = await send('POST /v1/accounts/me/issuers', { name: 'i' });
    const user = await send(`POST /v1/accounts/me/issuers/${String(data['id'])}/users`, { email: 'u@example.com' });
    const ids: Readonly<Record<string, string>> = { account_id: 'me', issuer_id: String(data['id']), user_id: String(user.data['id']) };
    for (const { verb, path } of dead) {
      const filled = path.replace(/\{(\w+)\}/g, (_all, name: string) => ids[name] ?? 'x');
      expect([verb, path, (await send(`${verb} ${filled}`)).status]).toEqual([verb, path, 404]);
    }
  });

  it('is not taken unless it was asked for', async () => {
    await using today = await startAuthPIEmulator();
    expect((await ask(today, 'GET /v1/me', { as: `Bearer ${today.keyId}` })).status).toBe(401);
    expect((await ask(today, 'GET /v1/accounts/me')).status).toBe(403);
    const issuer = await ask(today, 'POST A/issuers', { body: { name: 'i' } });
    const users = `A/issuers/${String(issuer.data['id'])}/users`;
    expect((await ask(today, `POST ${users}`, { body: { email: 'a@example.com', display_name: 'A' } })).status).toBe(501);
  });

  it('leaves the pair of today working', async () => {
    expect((await ask(authpi, 'GET /v1/me', { as: basic(authpi.keyId, authpi.keySecret) })).status).toBe(200);
    expect((await ask(authpi, 'GET /v1/me', { as: 'Bearer key_0' })).status).toBe(401);
  });
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AuthPIEmulator } from '../src/index.ts';
import { startAuthPIEmulator } from '../src/index.ts';
import type { Call } from './authpi-ask.ts';
import { ask as askAt, basic } from './authpi-ask.ts';

const dayMs = 86_400_000;

describe('the resources of the Core API', () => {
  let authpi: AuthPIEmulator;
  let issuer: string;
  beforeEach(async () => {
    authpi = await startAuthPIEmulator();
    issuer = `A/issuers/${await make('A/issuers', { name: 'Shop' })}`;
  });
  afterEach(() => authpi.close());

  const ask = (line: string, body?: unknown, call: Call = {}) => askAt(authpi, line, body === undefined ? call : { ...call, body });
  const make = async (path: string, body: unknown) => {
    const { data, status, json } = await ask(`POST ${path}`, body);
    if (status > 299) throw new Error(JSON.stringify(json));
    return String(data['id']);
  };
  const makeUser = (username: string) => make(`${issuer}/users`, { username_type: 'email', username });
  const list = async (path: string) => (await ask(`GET ${path}`)).items;
  const idOf = (path: string) => path.slice(path.lastIndexOf('/') + 1);

  describe('accounts', () => {
    it('show their organization, and take its name', async () => {
      const answer = await ask('PATCH A', { name: 'Acme', logo_url: null, owner_user_id: 'usr_1', metadata: { a: 1 } });
      expect(answer.data).toMatchObject({ id: authpi.accountId, owner_user_id: 'usr_1', organization: { name: 'Acme', status: 'active' } });
      expect((await ask('GET A')).data).toEqual(answer.data);
      expect((await ask('PATCH A', { domains: [] })).status).toBe(501);
    });

    it('are listed to those who reach them', async () => {
      authpi.addAccount();
      expect((await list('/v1/accounts')).map(({ id }) => id)).toEqual([authpi.accountId]);
    });
  });

  describe('domains', () => {
    const hosts = async () => (await list('A/domains')).map(({ host }) => host);

    it('change their account, which is the answer', async () => {
      const added = await ask('POST A/domains', { host: 'Login.Example.com' });
      expect(added.data).toMatchObject({ id: authpi.accountId, domains: [{ host: 'login.example.com', verified: false }] });
      expect((await ask('POST A/domains/login.example.com/verify')).data).toMatchObject({ domains: [{ verified: true }] });
      const assigned = await ask('POST A/domains/login.example.com/assign', { issuer_id: idOf(issuer) });
      expect(assigned.data).toMatchObject({ domains: [{ assigned_issuer_id: idOf(issuer), assigned_at: expect.any(Number) as number }] });
      const unassigned = await ask('POST A/domains/login.example.com/unassign');
      expect(JSON.stringify(unassigned.data)).not.toContain('assigned');
      expect(unassigned.etag).toBe((await ask('GET A')).etag);
      expect((await ask('DELETE A/domains/login.example.com')).status).toBe(204);
      expect(await hosts()).toEqual([]);
    });

    it('are unique, at most twenty, and never made up', async () => {
      for (let number = 0; number < 20; number += 1) await ask('POST A/domains', { host: `d${number}.example.com` });
      expect((await ask('POST A/domains', { host: 'd20.example.com' })).status).toBe(409);
      await ask('DELETE A/domains/d0.example.com');
      expect((await ask('POST A/domains', { host: 'D1.example.com' })).status).toBe(409);
      expect((await ask('POST A/domains', { host: 'not a host' })).status).toBe(400);
      expect((await ask('POST A/domains/none.example.com/verify')).status).toBe(404);
      expect((await ask('POST A/domains/d1.example.com/assign', { issuer_id: 'i_0' })).status).toBe(404);
    });
  });

  describe('issuers', () => {
    it('are made from a name, and show in lists what they hold', async () => {
      const { data } = await ask(`GET ${issuer}`);
      expect(data).toMatchObject({ account_id: authpi.accountId, name: 'Shop', status: 'active', available_scopes: [], settings: {} });
      await make(`${issuer}/auth-methods`, { method: 'password', enabled: true });
      expect(await list('A/issuers?q=sho&status=active')).toMatchObject([{ auth_method_count: 1, enabled_login_method_count: 1 }]);
      expect((await ask('POST A/issuers', { name: 'x', settings: {} })).json).toMatchObject({ fields: [{ field: 'settings.access' }] });
    });

    it('take everything with them when they go', async () => {
      const organization = `${issuer}/organizations/${await make(`${issuer}/organizations`, { name: 'o' })}`;
      const key = await make(`${organization}/api-keys`, { name: 'k', restrictions: {} });
      await makeUser('a@example.com');
      expect((await ask(`DELETE ${issuer}`)).status).toBe(204);
      for (const gone of [issuer, organization, `A/api-keys/${key}`]) expect((await ask(`GET ${gone}`)).status).toBe(404);
      expect(authpi.state().records['users']).toEqual([]);
    });

    it('do not mix', async () => {
      const other = `A/issuers/${await make('A/issuers', { name: 'Other' })}`;
      const user = await makeUser('a@example.com');
      expect((await ask(`GET ${other}/users/${user}`)).status).toBe(404);
      expect(await list(`${other}/users`)).toEqual([]);
      expect((await ask(`GET A/issuers/i_0/users/${user}`)).json).toMatchObject({ error_description: 'The issuer i_0 was not found.' });
    });
  });

  describe('users', () => {
    it('have a name of their own, and hide their password', async () => {
      const body = { username_type: 'email', username: 'a@example.com', profile: { first_name: 'A' }, password: 'swordfish' };
      const made = await ask(`POST ${issuer}/users`, body);
      expect([made.status, made.data['status'], made.body.includes('swordfish')]).toEqual([201, 'active', false]);
      expect((await ask('GET A/events')).body).not.toContain('swordfish');
      expect((await ask(`POST ${issuer}/users`, body)).status).toBe(409);
      expect((await ask(`POST ${issuer}/users`, { profile: {} })).json).toMatchObject({
        fields: [{ field: 'username_type' }, { field: 'username' }],
      });
      const other = await makeUser('b@example.com');
      expect((await ask(`PATCH ${issuer}/users/${other}`, { username: 'a@example.com' })).status).toBe(409);
      expect((await ask(`PATCH ${issuer}/users/${other}`, { username: 'b@example.com' })).status).toBe(200);
    });

    it('are shown shorter in lists', async () => {
      await makeUser('a@example.com');
      const [item] = await list(`${issuer}/users?status=active`);
      expect(item).toMatchObject({ username_hash: expect.stringMatching(/^[0-9a-f]{64}$/) as string, region: null });
      expect(item).not.toHaveProperty('username');
      expect(await list(`${issuer}/users?status=blocked`)).toEqual([]);
    });

    it('are suspended, disabled and blocked by their status, with a reason', async () => {
      const user = `${issuer}/users/${await makeUser('a@example.com')}`;
      for (const status of ['suspended', 'disabled', 'blocked', 'active']) {
        const body = { status, status_reason: 'r', status_by: 'b' };
        expect((await ask(`PATCH ${user}`, body)).data).toMatchObject({ ...body, status_at: expect.any(Number) as number });
      }
      expect((await ask(`PATCH ${user}`, { status: 'deleted' })).status).toBe(501);
    });

    it('wait for approval in a list of their own', async () => {
      await makeUser('a@example.com');
      const fields = {
        issuer_id: idOf(issuer),
        status: 'pending_approval',
        username_type: 'email',
        username: 'w@example.com',
        profile: {},
      };
      const waiting = authpi.addRecord({ kind: 'users', within: [idOf(issuer)], fields });
      expect(await list(`${issuer}/approvals`)).toMatchObject([{ user_id: waiting, status: 'pending_approval' }]);
      expect((await ask(`GET ${issuer}/approvals/${waiting}`)).data).toMatchObject({ username: 'w@example.com' });
      expect((await ask(`PATCH ${issuer}/approvals/${waiting}`, { status: 'active' })).status).toBe(501);
      await ask(`PATCH ${issuer}/users/${waiting}`, { status: 'active' });
      expect(await list(`${issuer}/approvals`)).toEqual([]);
      expect((await list('A/events'))[0]).toMatchObject({ type: 'user.approval.approved' });
    });
  });

  describe('sessions', () => {
    it('are suspended, reactivated and revoked for good', async () => {
      const user = await makeUser('a@example.com');
      const fields = { user_id: user, issuer_id: idOf(issuer), type: 'op', status: 'active', expires_at: Date.now() + dayMs };
      const session = `${issuer}/sessions/${authpi.addRecord({ kind: 'sessions', within: [idOf(issuer), user], fields })}`;
      const status = async (line: string, body?: unknown) => {
        const answer = await ask(line, body);
        return answer.data?.['status'] ?? answer.status;
      };
      expect(await status(`POST ${session}/suspend`)).toBe('suspended');
      expect(await list(`${issuer}/users/${user}/sessions?status=suspended`)).toHaveLength(1);
      expect(await status(`POST ${session}/reactivate`)).toBe('active');
      authpi.clock.advance(2 * dayMs);
      expect(await status(`GET ${session}`)).toBe('expired');
      expect(await status(`POST ${session}/reactivate`)).toBe(409);
      expect(await status(`POST ${session}/revoke`, { reason: 'x' })).toBe(501);
      expect(await status(`POST ${session}/revoke`)).toBe('revoked');
      expect(await status(`POST ${session}/suspend`)).toBe(409);
      expect((await ask(`GET ${session}`)).data).toMatchObject({ revoked_at: expect.any(Number) as number });
    });
  });

  describe('personal tokens', () => {
    it('come back without an id, and are found by listing', async () => {
      const user = `${issuer}/users/${await makeUser('a@example.com')}`;
      const made = await ask(`POST ${user}/tokens`, { name: 't', restrictions: { scopes: ['a'] }, expires_at: Date.now() + dayMs });
      expect([made.status, Object.keys(made.data), made.etag]).toEqual([201, ['token_plain'], '']);
      const token = String(made.data['token_plain']);
      expect(token.split('.')).toHaveLength(3);
      const [item] = await list(`${user}/tokens?status=active`);
      expect(item).toMatchObject({ name: 't', scopes: ['a'], tags: [], audience: null });
      const path = `A/tokens/${String(item?.['id'])}`;
      const introspect = async () => (await ask(`POST ${issuer}/tokens/introspect`, { token })).data;
      expect((await ask(`GET ${path}`)).data).toMatchObject({ user_id: idOf(user), jti: expect.any(String) as string });
      expect(await introspect()).toEqual({ active: true });
      authpi.clock.advance(dayMs);
      expect((await ask(`GET ${path}`)).data).toMatchObject({ status: 'expired' });
      expect((await ask(`POST ${path}/revoke`)).data).toMatchObject({ status: 'revoked' });
      expect(await introspect()).toEqual({ active: false });
      expect((await ask(`DELETE ${path}`)).status).toBe(204);
      expect(await list(`${user}/tokens`)).toEqual([]);
    });

    it('are at most fifty that work, for one user', async () => {
      const user = `${issuer}/users/${await makeUser('a@example.com')}`;
      const create = async () => (await ask(`POST ${user}/tokens`, { name: 't', restrictions: {} })).status;
      for (let number = 0; number < 50; number += 1) await create();
      expect(await create()).toBe(409);
      await ask(`POST A/tokens/${String((await list(`${user}/tokens`))[0]?.['id'])}/revoke`);
      expect(await create()).toBe(201);
    });
  });

  describe('trusted devices', () => {
    it('are trusted one by one, and revoked together', async () => {
      const devices = `${issuer}/users/${await makeUser('a@example.com')}/trusted-devices`;
      const first = await ask(`POST ${devices}`, { fingerprint: 'f', name: 'phone' });
      expect(first.data).toEqual({ device_id: expect.any(String) as string, expires_at: expect.any(Number) as number });
      await ask(`POST ${devices}`, { fingerprint: 'g' });
      await ask(`POST ${devices}`, { fingerprint: 'h' });
      expect((await ask(`DELETE ${devices}/${String(first.data['device_id'])}`)).status).toBe(204);
      expect(await list(devices)).toMatchObject([{ fingerprint: 'h' }, { fingerprint: 'g', name: null, last_used_at: null }]);
      expect((await ask(`POST ${devices}/revoke-all`)).data).toEqual({ revoked_count: 2 });
      expect(await list(devices)).toEqual([]);
    });
  });

  describe('verifiers of users', () => {
    it('exist where the emulator was told so, and are not made by guessing', async () => {
      const user = await makeUser('a@example.com');
      const verifiers = `${issuer}/users/${user}/verifiers`;
      const id = authpi.addRecord({ kind: 'verifiers', within: [idOf(issuer), user], fields: { type: 'backup_codes' } });
      expect(await list(verifiers)).toMatchObject([{ id, type: 'backup_codes' }]);
      const codes = (await ask(`POST ${verifiers}/${id}/regenerate`)).data['codes'] as readonly string[];
      expect(new Set(codes).size).toBe(10);
      for (const line of [`POST ${verifiers}`, `PATCH ${verifiers}/${id}`, `POST ${verifiers}/${id}/verify`]) {
        expect((await ask(line, {})).status).toBe(501);
      }
      expect((await ask(`POST ${verifiers}/complete-enrollment`)).status).toBe(501);
      expect((await ask(`DELETE ${verifiers}/${id}`)).status).toBe(204);
      expect((await ask(`GET ${verifiers}/${id}`)).status).toBe(404);
    });
  });

  describe('agents', () => {
    it('are filtered by what they are, and by whether they can prove it', async () => {
      const agent = await make(`${issuer}/agents`, { name: 'bot', model: 'm', provider: 'p', scopes: ['a'] });
      await make(`${issuer}/agents`, { name: 'other' });
      const verifiers = `${issuer}/agents/${agent}/verifiers`;
      const made = await ask(`POST ${verifiers}`, { type: 'secret' });
      expect(made.data).toMatchObject({ agent_id: agent, type: 'secret', secret: expect.any(String) as string });
      expect(JSON.stringify(await list(verifiers))).not.toContain(String(made.data['secret']));
      expect((await ask(`POST ${verifiers}`, { type: 'wallet' })).data).not.toHaveProperty('secret');
      for (const query of ['has_verifiers=true', 'model=m', 'provider=p', 'status=active&model=m']) {
        expect(await list(`${issuer}/agents?${query}`)).toMatchObject([{ id: agent }]);
      }
      expect(await list(`${issuer}/agents?has_verifiers=false`)).toMatchObject([{ name: 'other' }]);
      expect((await ask(`PATCH ${issuer}/agents/${agent}`, { status: 'suspended' })).data).toMatchObject({ status: 'suspended' });
      expect((await ask(`DELETE ${verifiers}/${String(made.data['id'])}`)).status).toBe(204);
      expect(await list(verifiers)).toHaveLength(1);
    });

    it('have at most twenty verifiers, and at most 256 scopes', async () => {
      const agent = await make(`${issuer}/agents`, { name: 'bot' });
      for (let number = 0; number < 20; number += 1) await ask(`POST ${issuer}/agents/${agent}/verifiers`, { type: 'wallet' });
      expect((await ask(`POST ${issuer}/agents/${agent}/verifiers`, { type: 'wallet' })).status).toBe(409);
      const scopes = Array.from({ length: 257 }, String);
      expect((await ask(`POST ${issuer}/agents`, { name: 'b', scopes })).json).toMatchObject({ fields: [{ code: 'too_many' }] });
    });
  });

  describe('clients', () => {
    it('have a secret, shown once, when they can keep one', async () => {
      const made = await ask(`POST ${issuer}/clients`, { name: 'c', type: 'M2M' });
      expect(made.data).toMatchObject({ confidential: true, secret: expect.any(String) as string });
      const client = `${issuer}/clients/${String(made.data['id'])}`;
      expect((await ask(`GET ${client}`)).data).not.toHaveProperty('secret');
      const rotated = await ask(`POST ${client}/secret/rotate`);
      expect(Object.keys(rotated.data)).toEqual(['secret']);
      expect(rotated.data['secret']).not.toBe(made.data['secret']);
      expect((await ask(`GET ${client}`)).data).toMatchObject({ secret_rotated_at: expect.any(Number) as number });
      const open = await ask(`POST ${issuer}/clients`, { name: 'o', type: 'SPA' });
      expect(open.data).not.toHaveProperty('secret');
      expect((await ask(`POST ${issuer}/clients/${String(open.data['id'])}/secret/rotate`)).status).toBe(409);
    });

    it('are found by name', async () => {
      await make(`${issuer}/clients`, { name: 'Web shop', type: 'Web' });
      expect(await list(`${issuer}/clients?q=SHOP`)).toMatchObject([{ name: 'Web shop', scopes: [], application_type: null }]);
      expect(await list(`${issuer}/clients?name=Web`)).toEqual([]);
      expect((await ask(`GET ${issuer}/clients?application_type=x`)).status).toBe(501);
    });
  });

  describe('organizations', () => {
    it('are suspended with a reason, and reactivated', async () => {
      const path = `${issuer}/organizations/${await make(`${issuer}/organizations`, { name: 'Acme', invitation_enabled: undefined })}`;
      const body = { status: 'suspended', status_reason: 'unpaid', status_by: 'billing' };
      expect((await ask(`PATCH ${path}`, body)).data).toMatchObject(body);
      expect(await list(`${issuer}/organizations?status=suspended`)).toMatchObject([{ name: 'Acme', org_type: 'default' }]);
      expect((await ask(`PATCH ${path}`, { status: 'active' })).data).toMatchObject({ status: 'active' });
      expect((await list('A/events')).slice(0, 2).map(({ type }) => type)).toEqual(['organization.reactivated', 'organization.suspended']);
      expect((await ask(`PATCH ${path}`, { status: 'deleted' })).status).toBe(501);
      expect((await ask(`PATCH ${path}`, { status_reason: 'x'.repeat(1_001) })).json).toMatchObject({ fields: [{ code: 'too_long' }] });
      expect((await ask(`GET ${issuer}/organizations?sso_only=true`)).status).toBe(501);
    });

    it('have keys of their own, which work in the organization and not in the account', async () => {
      const organization = await make(`${issuer}/organizations`, { name: 'Acme' });
      const keys = `${issuer}/organizations/${organization}/api-keys`;
      const { data } = await ask(`POST ${keys}`, { name: 'k', restrictions: { scopes: ['*:**'] } });
      const as = basic(String(data['id']), String(data['secret_plain']));
      expect(data).toMatchObject({ org_id: organization, issuer_id: idOf(issuer) });
      expect((await ask('GET /v1/me', undefined, { as })).data).toMatchObject({
        accounts: [],
        organizations: [{ org_id: organization, scopes: ['*:**'] }],
      });
      expect((await ask('GET A/issuers', undefined, { as })).json).toMatchObject({ error: 'access_denied' });
      expect((await list(keys)).map(({ id }) => id)).toEqual([data['id']]);
      expect((await list('A/api-keys')).map(({ id }) => id)).toEqual([authpi.keyId]);
      expect((await ask(`POST A/api-keys/${String(data['id'])}/revoke`)).data).toMatchObject({ status: 'revoked' });
      expect((await ask(`GET ${keys}/${String(data['id'])}`)).status).toBe(404);
    });

    it('have groups', async () => {
      const groups = `${issuer}/organizations/${await make(`${issuer}/organizations`, {})}/groups`;
      const group = `${groups}/${await make(groups, { name: 'admins', scopes: ['a'] })}`;
      expect((await ask(`PATCH ${group}`, { description: 'd' })).data).toMatchObject({ name: 'admins', scopes: ['a'], description: 'd' });
      expect((await ask(`POST ${groups}`, { scopes: [] })).status).toBe(400);
      expect((await ask(`PATCH ${group}`, { name: null })).status).toBe(400);
      expect((await ask(`DELETE ${group}`)).status).toBe(204);
      expect(await list(groups)).toEqual([]);
    });

    it('have members, once each, who go when they are deleted', async () => {
      const members = `${issuer}/organizations/${await make(`${issuer}/organizations`, {})}/members`;
      const elsewhere = `${issuer}/organizations/${await make(`${issuer}/organizations`, {})}/members`;
      const [user, agent] = [await makeUser('a@example.com'), await make(`${issuer}/agents`, { name: 'bot' })];
      const join = async (path: string, member_id: string, member_type: string) =>
        (await ask(`POST ${path}`, { member_id, member_type, scopes: [member_type] })).status;
      expect(await join(members, user, 'user')).toBe(201);
      expect([await join(members, user, 'user'), await join(elsewhere, user, 'user')]).toEqual([409, 201]);
      expect([await join(members, agent, 'user'), await join(members, agent, 'agent')]).toEqual([404, 201]);
      expect(await list(`${members}?scope=agent`)).toMatchObject([{ member_id: agent, member_type: 'agent', user_title: null }]);
      expect((await ask(`PATCH ${members}/${user}`, { user_title: 'Boss', status: 'suspended' })).data).toMatchObject({
        user_title: 'Boss',
      });
      expect((await list(`${members}?status=suspended`))[0]).toMatchObject({ member_id: user, joined_at: expect.any(Number) as number });
      await ask(`DELETE ${issuer}/users/${user}`);
      expect([await list(members), await list(elsewhere)]).toMatchObject([[{ member_id: agent }], []]);
      expect((await ask(`DELETE ${members}/${agent}`)).status).toBe(204);
    });

    it('invite people, remind them and take it back', async () => {
      const invitations = `${issuer}/organizations/${await make(`${issuer}/organizations`, {})}/invitations`;
      authpi.clock.freeze(true);
      const body = { email_invited: 'Bob@Example.com', scopes: ['member'], inviter: { name: 'A' }, expires_in_seconds: 60 };
      const made = await ask(`POST ${invitations}`, body);
      expect(made.status).toBe(202);
      expect(made.data).toMatchObject({ email_invited: 'bob@example.com', inviter: { name: 'A' }, message: null, status: 'not-known' });
      expect(Number(made.data['expires_at']) - Number(made.data['created_at'])).toBe(60_000);
      const path = `${invitations}/${String(made.data['id'])}`;
      authpi.clock.advance(1_000);
      expect((await ask(`POST ${path}/resend`)).json).toEqual({ data: {} });
      expect((await ask(`POST ${path}/revoke`)).json).toEqual({ data: {} });
      const { data } = await ask(`GET ${path}`);
      expect(Number(data['last_email_sent_at']) - Number(data['created_at'])).toBe(1_000);
      expect(data).toHaveProperty('revoked_at');
      expect((await ask(`POST ${path}/resend`)).status).toBe(409);
      expect((await ask(`POST ${invitations}`, { email_invited: 'x', scopes: [] })).json).toMatchObject({ fields: [{ code: 'too_few' }] });
      expect((await ask(`GET ${invitations}?status=pending`)).status).toBe(501);
    });

    it('prove domains for single sign-on', async () => {
      const sso = `${issuer}/organizations/${await make(`${issuer}/organizations`, {})}/sso`;
      const added = await ask(`POST ${sso}/domains`, { domain: 'Acme.com' });
      expect(Object.keys(added.data)).toEqual(['domain', 'txt_record_name', 'txt_record_value']);
      expect((await ask(`POST ${sso}/domains`, { domain: 'acme.com' })).status).toBe(409);
      expect((await ask(`POST ${sso}/domains/acme.com/verify`)).data).toEqual({ verified: true });
      expect(Object.keys((await ask(`POST ${sso}/rotate-secret`)).data)).toEqual(['secret']);
      expect((await ask(`DELETE ${sso}/domains/acme.com`)).json).toEqual({ data: {} });
      expect((await ask(`POST ${sso}/domains/acme.com/verify`)).status).toBe(404);
    });
  });

  describe('notes', () => {
    const create = (more: object) => make('A/notes', { subject_type: 'user', subject_id: 'usr_1', content: 'c', ...more });

    it('are kept about one subject, counted and pinned', async () => {
      const note = `A/notes/${await create({ pinned: true })}`;
      await create({ subject_id: 'usr_2' });
      expect((await ask('GET A/notes/count?subject_type=user&subject_id=usr_1')).data).toEqual({ count: 1 });
      expect(await list('A/notes?pinned=true')).toMatchObject([{ subject_id: 'usr_1', created_by: authpi.keyId, updated_by: null }]);
      expect((await ask(`PATCH ${note}`, { content: 'new' })).data).toMatchObject({ content: 'new', updated_by: authpi.keyId });
      expect(await list('A/notes?subject_id=usr_2')).toHaveLength(1);
      expect((await ask(`DELETE ${note}`)).status).toBe(204);
    });

    it('are found by what they mention and refer to', async () => {
      const fields = {
        account_id: authpi.accountId,
        subject_type: 'user',
        subject_id: 'usr_1',
        content: 'see key_1 @usr_9',
        pinned: false,
        created_by: 'usr_2',
        mentions: [{ mentioned_user_id: 'usr_9', created_at: 1 }],
        references: [{ ref_type: 'api_key', ref_id: 'key_1', ref_issuer_id: null, created_at: 1 }],
      };
      const id = authpi.addRecord({ kind: 'notes', fields });
      await create({});
      expect(await list('A/notes?mentions_user_id=usr_9')).toMatchObject([{ id }]);
      const backlinks = await ask('GET A/notes/backlinks?ref_type=api_key&ref_id=key_1');
      expect(Object.keys(backlinks.json)).toEqual(['data']);
      expect(backlinks.items).toMatchObject([{ id }]);
      expect(await list('A/notes/backlinks?ref_type=user&ref_id=key_1')).toEqual([]);
    });

    it('need to be asked for properly', async () => {
      expect((await ask('GET A/notes/count?subject_type=user')).json).toMatchObject({
        fields: [{ field: 'subject_id', code: 'required' }],
      });
      expect((await ask('GET A/notes/backlinks')).status).toBe(400);
      expect((await ask('GET A/notes?pinned=maybe')).status).toBe(400);
      expect((await ask('POST A/notes', { subject_type: 'dog', subject_id: 'x', content: 'c' })).json).toMatchObject({
        fields: [{ field: 'subject_type', code: 'invalid_value' }],
      });
    });
  });

  describe('money', () => {
    it('comes from the emulator`s controls', async () => {
      authpi.addRecord({ kind: 'ledger', fields: { type: 'charge', amount_μusd: -5, balance_after_μusd: 7 } });
      authpi.addRecord({ kind: 'invoices', fields: { period: '2026-09' } });
      authpi.addRecord({ kind: 'invoices', fields: { period: '2026-10' } });
      const card = authpi.addRecord({ kind: 'payment_methods', fields: { type: 'x402' } });
      expect(await list('A/credits/ledger')).toMatchObject([{ amount_μusd: -5 }]);
      expect(await list('A/invoices?limit=1')).toMatchObject([{ period: '2026-10', status: null }]);
      expect((await ask('GET A/usage/estimate')).data).toMatchObject({ total_μusd: 0, lines: [] });
      expect((await ask('POST A/payment-methods/stripe/setup-intent')).data).toHaveProperty('client_secret');
      expect((await ask(`DELETE A/payment-methods/${card}`)).status).toBe(204);
      for (const [line, body] of [
        ['GET A/usage'],
        ['POST A/credits/topups'],
        ['POST A/credits/topups', {}],
        ['POST A/payment-methods', {}],
      ] as const) {
        expect((await ask(line, body)).status).toBe(501);
      }
    });
  });

  it('take no record from the controls that the API could not show', async () => {
    expect((await ask('POST /_emulator/records', { kind: 'sessions', fields: { type: 'op' } })).json).toEqual({
      error: 'nothing to answer for PublicSession.user_id',
    });
    const added = await ask('POST /_emulator/records', {
      kind: 'ledger',
      id: 'led_1',
      fields: { type: 't', amount_μusd: 1, balance_after_μusd: 2 },
    });
    expect(added.json).toEqual({ id: 'led_1' });
    const again = await ask('POST /_emulator/records', {
      kind: 'ledger',
      id: 'led_1',
      fields: { type: 't', amount_μusd: 1, balance_after_μusd: 2 },
    });
    expect(again.json).toEqual({ error: 'there is a record led_1' });
    expect((await ask('POST /_emulator/records', { kind: 'api_keys', fields: {} })).status).toBe(400);
    expect((await ask('POST /_emulator/records', { fields: {} })).status).toBe(400);
  });
});

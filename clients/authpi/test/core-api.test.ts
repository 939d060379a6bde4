import { readFileSync } from 'node:fs';
import { startAuthPIEmulator } from '@keyrack/emulators';
import { Secret } from '@keyrack/secret';
import { afterAll, describe, expect, test } from 'vitest';
import { AuthPIClient, NotFoundError, ServerError } from '../src/index.ts';
import { failureOf } from './support/failure-of.ts';

const emulator = await startAuthPIEmulator();
const called = new Set<string>();
const authpi = new AuthPIClient({
  baseUrl: emulator.url,
  apiKey: { id: emulator.keyId, secret: emulator.keySecret },
  retries: false,
  hooks: { onRequest: ({ method, route }) => called.add(`${method} ${route}`) },
});
const { id: issuerId } = await authpi.issuers.create({ name: 'Main', settings: { access: {} } });
const issuer = authpi.issuer(issuerId);
const { id: userId } = await issuer.users.create({ username_type: 'email', username: 'alice@example.com', profile: {} });
const user = issuer.user(userId);
afterAll(async () => {
  await authpi.close();
  await emulator.close();
});

const idsOf = async (items: AsyncIterable<object>, field = 'id'): Promise<readonly unknown[]> => {
  const ids: unknown[] = [];
  for await (const item of items) ids.push(Reflect.get(item, field));
  return ids;
};
/** What nobody has described is answered with 501 by the emulator, never with a guess. */
const expectUndescribed = async (...calls: readonly Promise<unknown>[]): Promise<void> => {
  for (const call of calls) expect(await failureOf(call)).toMatchObject({ constructor: ServerError, status: 501 });
};

describe('the account', () => {
  test('is read and changed', async () => {
    const [account] = (await authpi.accounts.list()).data;
    expect(account?.id).toBe(emulator.accountId);
    expect(await authpi.accounts.update(emulator.accountId, { name: 'Acme' })).toMatchObject({ organization: { name: 'Acme' } });
    expect((await authpi.accounts.get(emulator.accountId)).etag).toMatch(/^"\d+"$/);
  });

  test('has domains, of which every change shows the whole account', async () => {
    const { domains } = await authpi.domains.create({ host: 'login.example.com' });
    expect(domains).toMatchObject([{ host: 'login.example.com' }]);
    await authpi.domains.verify('login.example.com');
    expect((await authpi.domains.assign('login.example.com', { issuer_id: issuerId })).domains).toMatchObject([
      { assigned_issuer_id: issuerId },
    ]);
    await authpi.domains.unassign('login.example.com');
    expect(await idsOf(authpi.domains.listAll(), 'host')).toEqual(['login.example.com']);
    await authpi.domains.delete('login.example.com');
    expect((await authpi.domains.list()).data).toEqual([]);
  });

  test('has issuers', async () => {
    const { id, etag } = await authpi.issuers.create({ name: 'Second', settings: { access: {} } });
    expect(await idsOf(authpi.issuers.listAll({ q: 'Second' }))).toEqual([id]);
    await authpi.issuers.update(id, { description: 'Two' }, { ifMatch: etag ?? '' });
    expect(await authpi.issuers.get(id)).toMatchObject({ description: 'Two' });
    await authpi.issuer(id).update({ description: 'Three' });
    expect(await authpi.issuer(id).get()).toMatchObject({ description: 'Three' });
    await authpi.issuer(id).delete();
    expect(await failureOf(authpi.issuers.delete(id))).toBeInstanceOf(NotFoundError);
  });

  test('has notes', async () => {
    const subject = { subject_type: 'user', subject_id: userId } as const;
    const { id } = await authpi.notes.create({ ...subject, content: 'Called.' });
    expect(await authpi.notes.update(id, { pinned: true })).toMatchObject({ pinned: true });
    expect(await authpi.notes.get(id)).toMatchObject({ content: 'Called.' });
    expect(await authpi.notes.count(subject)).toEqual({ count: 1 });
    expect(await authpi.notes.backlinks({ ref_type: 'user', ref_id: userId })).toEqual([]);
    expect(await idsOf(authpi.notes.listAll({ pinned: true }))).toEqual([id]);
    await authpi.notes.delete(id);
    expect((await authpi.notes.list()).data).toEqual([]);
  });

  test('has a history, chosen by one type of event or several', async () => {
    await authpi.apiKeys.create({ name: 'a', restrictions: {} });
    const [event] = (await authpi.events.list({ event_types: 'api-key.created' })).data;
    expect(await authpi.events.get(event?.id ?? '')).toMatchObject({ type: 'api-key.created', data: { name: 'a' } });
    expect(new Set(await idsOf(authpi.events.listAll({ event_types: ['api-key.created', 'issuer.created'] }), 'type')).size).toBe(2);
    expect((await authpi.events.aggregate()).buckets).toBeInstanceOf(Array);
  });

  test('pays', async () => {
    expect((await authpi.credits.ledger()).data).toEqual([]);
    expect((await authpi.invoices.list({ limit: 5 })).data).toEqual([]);
    expect((await authpi.usage.estimate()).total_μusd).toBe(0);
    expect((await authpi.paymentMethods.setupIntentStripe()).client_secret).toBeInstanceOf(Secret);
    const method = emulator.addRecord({ kind: 'payment_methods', fields: {} });
    await expectUndescribed(
      authpi.credits.createTopup(),
      authpi.usage.list({ period: '2026-11' }),
      authpi.paymentMethods.create({}),
      authpi.paymentMethods.update(method, {}),
    );
    await authpi.paymentMethods.delete(method);
  });

  test('has API keys', async () => {
    const { id } = await authpi.apiKeys.create({ name: 'b', restrictions: {} });
    await authpi.apiKeys.update(id, { name: 'c' });
    await authpi.apiKeys.block(id);
    await authpi.apiKeys.unblock(id);
    await authpi.apiKeys.rotate(id);
    await authpi.apiKeys.revoke(id);
    await authpi.apiKeys.get(id);
    await authpi.apiKeys.delete(id);
    expect(await idsOf(authpi.apiKeys.listAll())).not.toContain(id);
  });
});

describe('an issuer', () => {
  test('has users', async () => {
    const { id } = await issuer.users.create({ username_type: 'unique-name', username: 'bob', password: new Secret('hunter2') });
    expect(await idsOf(issuer.users.listAll(), 'user_id')).toEqual([id, userId]);
    await issuer.users.update(id, { profile: { display_name: 'Bob' } });
    expect(await issuer.users.get(id)).toMatchObject({ profile: { display_name: 'Bob' } });
    await issuer.users.delete(id);
    await user.update({ profile: { display_name: 'Alice' } });
    expect(await user.get()).toMatchObject({ profile: { display_name: 'Alice' } });
    expect((await issuer.approvals.list()).data).toEqual([]);
    expect((await issuer.approvals.get(userId)).id).toBe(userId);
    await expectUndescribed(issuer.approvals.update(userId, {}));
  });

  test('has clients, whose secrets are shown once', async () => {
    const made = await issuer.clients.create({ name: 'Web', type: 'Web', confidential: true, settings: {} });
    expect(made.secret).toBeInstanceOf(Secret);
    const { secret } = await issuer.clients.rotateSecret(made.id);
    expect(secret.equals(made.secret ?? secret)).toBe(false);
    await issuer.clients.update(made.id, { name: 'Site' });
    expect(await issuer.clients.get(made.id)).not.toHaveProperty('secret');
    expect(await idsOf(issuer.clients.listAll({ name: 'Site' }))).toEqual([made.id]);
    await issuer.clients.delete(made.id);
  });

  test('has agents with verifiers', async () => {
    const { id } = await issuer.agents.create({ name: 'Bot', scopes: ['read'] });
    const agent = issuer.agent(id);
    const verifier = await agent.verifiers.create({ type: 'secret' });
    expect(verifier.secret).toBeInstanceOf(Secret);
    expect(await idsOf(agent.verifiers.listAll())).toEqual([verifier.id]);
    expect(await idsOf(issuer.agents.listAll({ has_verifiers: true }))).toEqual([id]);
    await agent.verifiers.delete(verifier.id);
    await agent.update({ model: 'm' });
    expect(await agent.get()).toMatchObject({ model: 'm' });
    await agent.delete();
  });

  test('has ways to log in', async () => {
    const made = await issuer.authMethods.create({ method: 'password', settings: { client_secret: 's3cret' } });
    const id = String(made['id']);
    expect(await issuer.authMethods.get(id)).toMatchObject({ id });
    expect(JSON.stringify((await issuer.authMethods.list()).data)).not.toContain('s3cret');
    await expectUndescribed(issuer.authMethods.update(id, {}));
    await issuer.authMethods.delete(id);
  });

  test('has sessions and tokens of its users', async () => {
    const session = emulator.addRecord({
      kind: 'sessions',
      within: [issuerId, userId],
      fields: { user_id: userId, issuer_id: issuerId, type: 'op', status: 'active' },
    });
    expect(await idsOf(user.sessions.listAll({ status: 'active' }))).toEqual([session]);
    expect(await issuer.sessions.suspend(session)).toMatchObject({ status: 'suspended' });
    expect(await issuer.sessions.reactivate(session)).toMatchObject({ status: 'active' });
    expect(await issuer.sessions.revoke(session)).toMatchObject({ status: 'revoked' });
    await issuer.sessions.get(session);
    const { token_plain: token } = await user.tokens.create({ name: 'laptop', restrictions: { scopes: [] } });
    expect(await issuer.tokens.introspect({ token })).toBeTypeOf('object');
    const [id] = await idsOf(user.tokens.listAll());
    expect(await authpi.tokens.get(String(id))).toMatchObject({ name: 'laptop' });
    expect(await authpi.tokens.revoke(String(id))).toMatchObject({ status: 'revoked' });
    await authpi.tokens.delete(String(id));
  });

  test('knows devices and second factors of its users', async () => {
    const { device_id: device } = await user.trustedDevices.create({ fingerprint: 'f' });
    expect(await idsOf(user.trustedDevices.listAll())).toEqual([device]);
    await user.trustedDevices.delete(device);
    expect(await user.trustedDevices.revokeAll()).toEqual({ revoked_count: 0 });
    const verifier = emulator.addRecord({ kind: 'verifiers', within: [issuerId, userId], fields: {} });
    expect(await user.verifiers.get(verifier)).toMatchObject({ id: verifier });
    expect((await user.verifiers.list()).data).toHaveLength(1);
    expect((await user.verifiers.regenerate(verifier)).codes[0]).toBeInstanceOf(Secret);
    await expectUndescribed(
      user.verifiers.create({}),
      user.verifiers.update(verifier, {}),
      user.verifiers.verify(verifier),
      user.verifiers.completeEnrollment(),
    );
    await user.verifiers.delete(verifier);
  });
});

describe('an organization', () => {
  test('has keys, groups, invitations, members and single sign-on', async () => {
    const { id } = await issuer.organizations.create({ name: 'Acme', org_type: 'business' });
    expect(await idsOf(issuer.organizations.listAll({ invitation_enabled: false }))).toContain(id);
    const acme = issuer.organization(id);
    const key = await acme.apiKeys.create({ name: 'k', restrictions: { scopes: [] } });
    expect(key.secret_plain).toBeInstanceOf(Secret);
    expect(await idsOf(acme.apiKeys.listAll())).toEqual([key.id]);
    const group = await acme.groups.create({ name: 'Admins' });
    await acme.groups.update(group.id, { description: 'All of them' });
    expect(await acme.groups.get(group.id)).toMatchObject({ description: 'All of them' });
    expect(await idsOf(acme.groups.listAll())).toEqual([group.id]);
    await acme.groups.delete(group.id);
    const invitation = await acme.invitations.create({ email_invited: 'bob@example.com', scopes: ['read'] });
    await acme.invitations.update(invitation.id, { message: 'Welcome' });
    await acme.invitations.resend(invitation.id);
    await acme.invitations.revoke(invitation.id);
    expect((await acme.invitations.get(invitation.id)).revoked_at).toBeTypeOf('number');
    expect((await acme.invitations.list()).data).toHaveLength(1);
    await acme.members.create({ member_id: userId, member_type: 'user' });
    expect(await acme.members.update(userId, { user_title: 'Boss' })).toMatchObject({ user_title: 'Boss' });
    expect(await idsOf(acme.members.listAll(), 'member_id')).toEqual([userId]);
    await acme.members.delete(userId);
    expect(await acme.sso.addDomain({ domain: 'acme.example' })).toMatchObject({ domain: 'acme.example' });
    expect((await acme.sso.verifyDomain('acme.example')).verified).toBeTypeOf('boolean');
    expect((await acme.sso.rotateSecret()).secret).toBeInstanceOf(Secret);
    await acme.sso.removeDomain('acme.example');
    expect(await acme.update({ status: 'suspended', status_reason: 'unpaid' })).toMatchObject({ status: 'suspended' });
    expect(await acme.get()).toMatchObject({ status_reason: 'unpaid' });
    await acme.delete();
    expect(await failureOf(issuer.organizations.get(id))).toBeInstanceOf(NotFoundError);
  });
});

describe('a webhook', () => {
  test('shows its secrets once, and what was sent to it', async () => {
    const events = ['api-key.created'] as const;
    const made = await authpi.webhooks.create({ name: 'w', url: 'http://127.0.0.1:9/', auth: { type: 'bearer' }, events });
    expect(made.auth['bearer_token_plain']).toBeInstanceOf(Secret);
    expect(JSON.stringify(await authpi.webhooks.get(made.id))).not.toContain('_plain');
    await authpi.apiKeys.create({ name: 'told', restrictions: {} });
    await emulator.settled();
    const webhook = authpi.webhook(made.id);
    const [delivery] = await idsOf(webhook.deliveries.listAll({ event_type: 'api-key.created' }));
    expect(await webhook.deliveries.redeliver(String(delivery))).toMatchObject({ id: delivery });
    await expectUndescribed(webhook.redeliver.create({}));
    expect(await webhook.update({ auth: { type: 'none' } })).toMatchObject({ id: made.id });
    expect(await webhook.get()).toMatchObject({ name: 'w' });
    expect(await idsOf(authpi.webhooks.listAll())).toEqual([made.id]);
    await webhook.delete();
  });
});

test('every operation of the contract was called above, and no other', async () => {
  await authpi.whoami();
  const file = new URL('../../../testing/emulators/src/authpi/contract.json', import.meta.url);
  const contract = JSON.parse(readFileSync(file, 'utf8')) as {
    readonly resources: readonly { readonly methods: readonly { readonly verb: string; readonly path: string }[] }[];
  };
  const operations = new Set(contract.resources.flatMap(({ methods }) => methods.map(({ verb, path }) => `${verb} ${path}`)));
  expect([...operations].filter((operation) => !called.has(operation))).toEqual([]);
  expect([...called].filter((operation) => !operations.has(operation))).toEqual([]);
});

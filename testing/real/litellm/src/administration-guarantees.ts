import { deepEqual, equal, ok, rejects } from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import {
  BudgetNotFoundError,
  ConflictError,
  InvalidRequestError,
  KeyNotFoundError,
  LicenceRequiredError,
  MetadataConflictError,
  NotFoundError,
  TeamNotFoundError,
  UserNotFoundError,
  copyKey,
  exportKeys,
  findKeysByAlias,
  hashKey,
  importKeys,
  keysNearBudget,
  mergeKeyMetadata,
  readKeyExport,
  rotateKey,
  settingsOf,
} from '@keyrack/litellm';
import type { GenerateKey } from '@keyrack/litellm';
import type { Guarantees } from './client-trials.ts';

/** The proxy writes spending down every few seconds. */
const bookedWithinMs = 30_000;

/** What the client promises of everything around single keys, asked of the real proxy. */
export const administrationGuarantees: Guarantees = {
  async 'makes, shows, changes, lists and deletes users'({ litellm, admin }) {
    const { users } = litellm;
    const made = await users.create({ user_id: 'r-ada', user_email: 'r-ada@example.com', key_alias: 'r-first', max_budget: 5 });
    equal(made.token, await hashKey(made.key ?? ''));
    ok(await admin.accepts(made.key?.reveal() ?? ''));
    equal((await litellm.keys.info(made.token ?? '')).user_id, 'r-ada');
    const quiet = await users.create({ user_id: 'r-bob', auto_create_key: false });
    deepEqual([quiet.key, quiet.token], [null, null]);
    await rejects(users.create({ user_id: 'r-ada' }), ConflictError);
    await rejects(users.info('r-nobody'), UserNotFoundError);
    const changed = await users.update('r-ada', { max_budget: 7, budget_duration: '30d', metadata: { room: 1 } });
    deepEqual([changed.max_budget, changed.metadata['room']], [7, 1]);
    equal((await users.update('r-ada', { max_budget: null })).max_budget, null);
    const info = await users.info('r-ada');
    deepEqual([info.user_id, info.keys.length], ['r-ada', 1]);
    const bulk = await users.bulkUpdate([{ user_id: 'r-bob', user_alias: 'Bob' }]);
    deepEqual([bulk.successful_updates, bulk.results[0]?.updated_user?.user_alias], [1, 'Bob']);
    const listed: string[] = [];
    for await (const { user_id: id } of users.listAll({ search: 'r-' })) listed.push(id);
    deepEqual(listed, ['r-ada', 'r-bob']);
    await users.delete(['r-ada', 'r-bob']);
    await rejects(users.delete(['r-ada']), UserNotFoundError);
    await rejects(litellm.keys.info(made.token ?? ''), KeyNotFoundError);
  },

  async 'makes teams with members, models and permissions, and deletes their keys with them'({ litellm, as }) {
    const { teams, users } = litellm;
    await teams.create({ team_id: 'r-core', team_alias: 'Core', models: ['gpt-4o'], max_budget: 50 });
    await rejects(teams.create({ team_id: 'r-core' }), ConflictError);
    const { key } = await users.create({ user_id: 'r-carol' });
    const joined = await teams.addMembers('r-core', { member: { user_id: 'r-carol', role: 'user' }, max_budget_in_team: 3 });
    ok(joined.members_with_roles.some(({ user_id: id }) => id === 'r-carol'));
    await rejects(teams.addMembers('r-core', { member: { user_id: 'r-carol', role: 'user' } }), ConflictError);
    await teams.updateMember('r-core', { user_id: 'r-carol', max_budget_in_team: 9 });
    equal((await as(key ?? '').teams.ownMembership('r-core')).litellm_budget_table?.max_budget, 9);
    await rejects(teams.updateMember('r-core', { user_id: 'r-carol', role: 'admin' }), LicenceRequiredError);
    equal((await teams.addManyMembers('r-core', { members: [{ user_id: 'r-dora', role: 'user' }] })).successful_additions, 1);
    deepEqual((await teams.addModels('r-core', ['gpt-4o-mini'])).models, ['gpt-4o', 'gpt-4o-mini']);
    deepEqual((await teams.removeModels('r-core', ['gpt-4o'])).models, ['gpt-4o-mini']);
    await teams.setPermissions('r-core', ['/key/generate']);
    deepEqual((await teams.permissions('r-core')).team_member_permissions, ['/key/generate']);
    const service = await litellm.keys.generateServiceAccount({ team_id: 'r-core', key_alias: 'r-ci' });
    equal(service.metadata['service_account_id'], 'r-ci');
    await rejects(litellm.keys.generateServiceAccount({ team_id: 'r-nope' }), TeamNotFoundError);
    equal((await teams.update('r-core', { max_budget: null })).max_budget, null);
    const changed = await litellm.keys.bulkUpdateTeam({ team_id: 'r-core', all_keys_in_team: true, update_fields: { rpm_limit: 4 } });
    deepEqual(
      changed.successful_updates.map(({ token, key: shown }) => [token, shown?.rpm_limit]),
      [[service.token, 4]],
    );
    equal((await teams.block('r-core')).blocked, true);
    equal((await teams.unblock('r-core')).blocked, false);
    await rejects(teams.removeMember('r-core', { user_id: 'r-nobody' }), InvalidRequestError);
    await teams.removeMember('r-core', { user_id: 'r-carol' });
    for (const attempt of [
      () => teams.info('r-nope'),
      () => teams.update('r-nope', { team_alias: 'x' }),
      () => teams.delete(['r-nope']),
      () => teams.block('r-nope'),
      () => teams.permissions('r-nope'),
      () => teams.addModels('r-nope', ['gpt-4o']),
      () => teams.addMembers('r-nope', { member: { user_id: 'r-carol', role: 'user' } }),
      () => teams.removeMember('r-nope', { user_id: 'r-carol' }),
    ])
      await rejects(attempt(), TeamNotFoundError);
    const listed: string[] = [];
    for await (const { team_id: id } of teams.listAll()) listed.push(id);
    deepEqual(listed, ['r-core']);
    await teams.delete(['r-core']);
    equal((await litellm.keys.info(service.token)).status, 'deleted');
  },

  async 'makes, shares, changes and deletes budgets, and says which are not there'({ litellm }) {
    const { budgets } = litellm;
    await budgets.create({ budget_id: 'r-small', max_budget: 5, budget_duration: '7d' });
    await rejects(budgets.create({ budget_id: 'r-small' }), ConflictError);
    const { token } = await litellm.keys.generate({ budget_id: 'r-small', spend: 4.5 });
    equal((await litellm.keys.info(token)).litellm_budget_table?.max_budget, 5);
    const near: string[] = [];
    for await (const { key } of keysNearBudget(litellm, 0.9)) near.push(key.token);
    deepEqual(near, [token]);
    equal((await budgets.update('r-small', { max_budget: 6, tpm_limit: null })).max_budget, 6);
    deepEqual((await budgets.info(['r-small', 'r-nope'])).length, 1);
    deepEqual((await budgets.list()).length, 1);
    await rejects(budgets.update('r-nope', { max_budget: 1 }), BudgetNotFoundError);
    await rejects(budgets.delete('r-nope'), BudgetNotFoundError);
    equal((await budgets.delete('r-small')).budget_id, 'r-small');
  },

  async 'changes many keys, reads several, lists aliases and sets spending back'({ litellm }) {
    const { keys } = litellm;
    const one = await keys.generate({ key_alias: 'r-one', spend: 5, max_budget: 10 });
    const two = await keys.generate({ key_alias: 'r-two' });
    const missing = 'd'.repeat(64);
    const changed = await keys.bulkUpdate([
      { key: one.key, max_budget: 20 },
      { key: missing, max_budget: 1 },
      { key: two.token, tags: ['x'] },
    ]);
    deepEqual([changed.successful_updates.length, changed.failed_updates.length, changed.failed_updates[0]?.key], [1, 2, null]);
    deepEqual([...(await keys.infoMany([two.key, missing, one.token])).keys()], [two.token, one.token]);
    deepEqual((await keys.aliases()).aliases, ['r-one', 'r-two']);
    const aliases: string[] = [];
    for await (const alias of keys.allAliases({ search: 'R-' })) aliases.push(alias);
    deepEqual(aliases, ['r-one', 'r-two']);
    const reset = await keys.resetSpend(one.token, 2);
    deepEqual([reset.token, reset.spend, reset.previous_spend], [one.token, 2, 5]);
    await rejects(keys.resetSpend(one.token, 3), InvalidRequestError);
    await rejects(keys.resetSpend(missing), KeyNotFoundError);
    await rejects(keys.regenerate(one.token), LicenceRequiredError);
    await rejects(keys.spendReport({ start_date: '2026-01-01', end_date: '2026-01-31' }), LicenceRequiredError);
    for (const whose of ['user', 'team', 'organization', 'global'] as const)
      await rejects(litellm.spend.report({ of: whose, start_date: '2026-01-01', end_date: '2026-01-31' }), LicenceRequiredError);
  },

  async 'says that organizations are for those who pay'({ litellm: { organizations } }) {
    for (const attempt of [
      () => organizations.list(),
      () => organizations.info('o'),
      () => organizations.create({ organization_alias: 'o' }),
      () => organizations.update('o', { organization_alias: 'p' }),
      () => organizations.delete(['o']),
      () => organizations.addMember('o', { user_id: 'u', role: 'org_admin' }),
      () => organizations.updateMember('o', { user_id: 'u', role: 'internal_user' }),
      () => organizations.removeMember('o', { user_id: 'u' }),
    ])
      await rejects(attempt(), LicenceRequiredError);
  },

  async 'tells models, and what was spent on them, by call, day, key and model'({ litellm, admin }) {
    const { models, spend, health } = litellm;
    await health.liveness();
    deepEqual(
      (await models.list()).map(({ id }) => id),
      ['gpt-4o', 'gpt-4o-mini'],
    );
    equal((await models.get('gpt-4o')).id, 'gpt-4o');
    await rejects(models.get('no-such-model'), NotFoundError);
    deepEqual(
      (await models.deployments()).map(({ model_name: name }) => name),
      ['gpt-4o', 'gpt-4o-mini'],
    );
    const { key, token } = await litellm.keys.generate({ key_alias: 'r-spender' });
    await admin.callModel(key.reveal());
    const untilMs = performance.now() + bookedWithinMs;
    let logs = await spend.logs({ api_key: key });
    while (logs.length === 0 && performance.now() < untilMs) {
      await setTimeout(500);
      logs = await spend.logs({ api_key: key });
    }
    equal(logs.length, 1);
    const [log] = logs;
    deepEqual([log?.api_key, log?.model_group, log?.status], [token, 'gpt-4o', 'success']);
    const today = (log?.startTime ?? '').slice(0, 10);
    const streamed: (string | null)[] = [];
    for await (const { request_id: id } of spend.allLogs({ start_date: today, end_date: today })) streamed.push(id);
    deepEqual(streamed, [log?.request_id]);
    const tomorrow = new Date(Date.parse(`${today}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
    const [day] = await spend.days({ start_date: today, end_date: tomorrow });
    deepEqual([day?.date, day?.keys[token]], [today, log?.spend]);
    const [byKey] = await spend.byKey({ limit: 1 });
    deepEqual([byKey?.api_key, byKey?.key_alias], [token, 'r-spender']);
    ok((await spend.byModel())[0]?.model.includes('gpt-4o'));
    ok((await spend.total()).spend > 0);
    ok((await spend.totalByDay()).some(({ date }) => date === today));
    ok((await spend.keys()).some((listed) => listed.token === token));
  },

  async 'copies a key with all settings, and rotates one by hand'({ litellm, admin }) {
    const wanted: GenerateKey = {
      models: ['gpt-4o'],
      spend: 1.5,
      max_budget: 20,
      soft_budget: 15,
      budget_duration: '30d',
      budget_limits: [{ budget_duration: '1d', max_budget: 1 }],
      budget_fallbacks: { 'gpt-4o': ['gpt-4o-mini'] },
      tpm_limit: 1_000,
      tpd_limit: 5_000,
      model_rpm_limit: { 'gpt-4o': 5 },
      metadata: { owner: 'ada', deep: { list: [1, 2.5] } },
      aliases: { fast: 'gpt-4o-mini' },
      allowed_cache_controls: ['no-cache'],
      key_type: 'llm_api',
      object_permission: { vector_stores: ['v-1'] },
      user_id: 'r-copied',
      auto_rotate: true,
      rotation_interval: '30d',
      duration: '30d',
    };
    const original = await litellm.keys.generate({ ...wanted, key_alias: 'r-svc' });
    const { successor, differs } = await copyKey(litellm, original.token, { changes: { key_alias: 'r-copy' } });
    deepEqual(differs, []);
    const [before, after] = await Promise.all([litellm.keys.info(original.token), litellm.keys.info(successor.token)]);
    deepEqual({ ...settingsOf(after), key_alias: 'r-svc' }, settingsOf(before));
    const rotated = await rotateKey(litellm, original.key, { overlap: '1h' });
    deepEqual([rotated.successor.key_alias, rotated.predecessor.key_alias], ['r-svc', 'r-svc.old-1']);
    ok(Math.abs(Date.parse(rotated.predecessor.expires ?? '') - Date.now() - 3_600_000) < 60_000);
    for (const secret of [original.key, rotated.key]) ok(await admin.accepts(secret.reveal()));
    deepEqual(
      (await findKeysByAlias(litellm, 'r-svc')).map(({ token }) => token),
      [rotated.successor.token],
    );
  },

  async 'changes some metadata and says when somebody else has changed them'({ litellm }) {
    const { token } = await litellm.keys.generate({ metadata: { a: 1, b: 2 }, model_tpm_limit: { 'gpt-4o': 9 } });
    const base = await litellm.keys.info(token);
    const { metadata } = await mergeKeyMetadata(litellm, token, { changes: { b: null, c: { d: [3] } }, base });
    deepEqual(metadata, { a: 1, c: { d: [3] }, model_tpm_limit: { 'gpt-4o': 9 } });
    await rejects(mergeKeyMetadata(litellm, token, { changes: { x: 1 }, base }), MetadataConflictError);
  },

  async 'moves keys with the same secrets and all settings, and brings no deleted one back unasked'({ litellm, admin }) {
    const secret = 'sk-real-trial-moved-key-1';
    await litellm.keys.generate({ key: secret, key_alias: 'r-moved', max_budget: 3, metadata: { a: 1 }, duration: '30d' });
    const lines: string[] = [];
    for await (const line of exportKeys(litellm, { secrets: [secret] })) lines.push(line.reveal());
    const kinds = async (revive: boolean): Promise<readonly string[]> => {
      const found: string[] = [];
      for await (const { kind } of importKeys(litellm, readKeyExport(lines), { dryRun: false, revive })) found.push(kind);
      return found;
    };
    deepEqual(await kinds(false), ['already-there']);
    await litellm.keys.delete({ keys: [secret] });
    deepEqual(await kinds(false), ['deleted']);
    deepEqual(await kinds(true), ['created']);
    ok(await admin.accepts(secret));
    const moved = await litellm.keys.info(secret);
    deepEqual([moved.key_alias, moved.max_budget, moved.metadata['a']], ['r-moved', 3, 1]);
  },
};

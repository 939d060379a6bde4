import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { Secret } from '@keyrack/secret';
import { describe, expect, test } from 'vitest';
import type { LiteLLMRequest } from './caller.ts';
import { LiteLLMClient } from './index.ts';

const { paths } = JSON.parse(readFileSync(new URL('../test/proxy-schema.json', import.meta.url), 'utf8')) as {
  readonly paths: readonly string[];
};
const litellm = new LiteLLMClient({ baseUrl: 'https://llm.example.com', apiKey: 'sk-master-0123456789' });
const { prepare } = litellm;
const secret = 'sk-canary-0123456789';
const dates = { start_date: '2026-11-01', end_date: '2026-11-30' };
const member = { user_id: 'u', role: 'user' } as const;

/** Each by the name of its resource and its own, with the paths that no published schema names. */
const requests: Readonly<Record<string, Readonly<Record<string, () => Promise<LiteLLMRequest<unknown>>>>>> = {
  keys: {
    generate: () => prepare.keys.generate({ key: secret }),
    generateServiceAccount: () => prepare.keys.generateServiceAccount({ team_id: 't', key: secret }),
    list: () => prepare.keys.list({ key_hash: secret }),
    info: () => prepare.keys.info(secret),
    update: () => prepare.keys.update(secret, { max_budget: 1 }),
    bulkUpdate: () => prepare.keys.bulkUpdate([{ key: secret, max_budget: 1 }]),
    bulkUpdateTeam: () => prepare.keys.bulkUpdateTeam({ team_id: 't', key_ids: [secret], update_fields: { rpm_limit: 1 } }),
    delete: () => prepare.keys.delete({ keys: [secret] }),
    block: () => prepare.keys.block(secret),
    unblock: () => prepare.keys.unblock(secret),
    regenerate: () => prepare.keys.regenerate(secret, { new_key: secret }),
    resetSpend: () => prepare.keys.resetSpend(secret),
    spendReport: () => prepare.keys.spendReport({ ...dates, api_key: secret }),
    aliases: () => prepare.keys.aliases(),
    health: () => prepare.keys.health(),
  },
  users: {
    create: () => prepare.users.create(),
    info: () => prepare.users.info('u'),
    summary: () => prepare.users.summary('u'),
    counts: () => prepare.users.counts(),
    list: () => prepare.users.list(),
    update: () => prepare.users.update('u', { password: secret }),
    bulkUpdate: () => prepare.users.bulkUpdate([{ user_id: 'u', password: new Secret(secret) }]),
    delete: () => prepare.users.delete(['u']),
  },
  teams: {
    create: () => prepare.teams.create(),
    info: () => prepare.teams.info('t', { key_limit: 5 }),
    list: () => prepare.teams.list(),
    update: () => prepare.teams.update('t', { max_budget: 1 }),
    delete: () => prepare.teams.delete(['t']),
    block: () => prepare.teams.block('t'),
    unblock: () => prepare.teams.unblock('t'),
    addMembers: () => prepare.teams.addMembers('t', { member }),
    addManyMembers: () => prepare.teams.addManyMembers('t', { members: [member] }),
    updateMember: () => prepare.teams.updateMember('t', { user_id: 'u', rpm_limit: 1 }),
    removeMember: () => prepare.teams.removeMember('t', { user_id: 'u' }),
    ownMembership: () => prepare.teams.ownMembership('t'),
    addModels: () => prepare.teams.addModels('t', ['m']),
    removeModels: () => prepare.teams.removeModels('t', ['m']),
    permissions: () => prepare.teams.permissions('t'),
    setPermissions: () => prepare.teams.setPermissions('t', []),
    addPermissions: () => prepare.teams.addPermissions({ permissions: ['/key/list'], apply_to_all_teams: true }),
    patch: () => prepare.teams.patch('t', { metadata: { a: null } }),
    available: () => prepare.teams.available(),
    metadataFields: () => prepare.teams.metadataFields(),
    resetMemberSpend: () => prepare.teams.resetMemberSpend('t', { user_id: 'u' }),
    resetMemberBudget: () => prepare.teams.resetMemberBudget('t', 'u'),
  },
  teamCallbacks: {
    info: () => prepare.teamCallbacks.info('t'),
    add: () => prepare.teamCallbacks.add('t', { callback_name: 'langfuse', callback_vars: { langfuse_secret_key: new Secret(secret) } }),
    remove: () => prepare.teamCallbacks.remove('t', 'langfuse'),
    removeAll: () => prepare.teamCallbacks.removeAll('t'),
  },
  projects: {
    list: () => prepare.projects.list(),
    info: () => prepare.projects.info('p'),
    create: () => prepare.projects.create({ team_id: 't' }),
    update: () => prepare.projects.update('p', { max_budget: 1 }),
    delete: () => prepare.projects.delete(['p']),
  },
  organizations: {
    list: () => prepare.organizations.list(),
    info: () => prepare.organizations.info('o'),
    create: () => prepare.organizations.create({ organization_alias: 'o' }),
    update: () => prepare.organizations.update('o', { max_budget: 1 }),
    delete: () => prepare.organizations.delete(['o']),
    addMember: () => prepare.organizations.addMember('o', { user_id: 'u', role: 'org_admin' }),
    updateMember: () => prepare.organizations.updateMember('o', { user_id: 'u', role: 'internal_user' }),
    removeMember: () => prepare.organizations.removeMember('o', { user_id: 'u' }),
  },
  budgets: {
    create: () => prepare.budgets.create(),
    info: () => prepare.budgets.info(['b']),
    list: () => prepare.budgets.list(),
    settings: () => prepare.budgets.settings('b'),
    update: () => prepare.budgets.update('b', { max_budget: 1 }),
    delete: () => prepare.budgets.delete('b'),
  },
  models: {
    list: () => prepare.models.list(),
    get: () => prepare.models.get('m'),
    deployments: () => prepare.models.deployments(),
  },
  spend: {
    logs: () => prepare.spend.logs({ api_key: secret }),
    days: () => prepare.spend.days({ ...dates, api_key: secret }),
    total: () => prepare.spend.total(),
    totalByDay: () => prepare.spend.totalByDay(),
    byKey: () => prepare.spend.byKey(),
    byModel: () => prepare.spend.byModel(),
    keys: () => prepare.spend.keys(),
    byTeamUser: () => prepare.spend.byTeamUser({ team_ids: ['t'], ...dates }),
    report: () => prepare.spend.report({ of: 'team', team_id: 't', ...dates }),
  },
  activity: {
    days: () => prepare.activity.days({ of: 'user', api_key: secret, ...dates }),
    page: () => prepare.activity.page({ of: 'team', team_ids: ['t'], ...dates }),
    keys: () => prepare.activity.keys({ of: 'user', ...dates }),
    searchKeys: () => prepare.activity.searchKeys({ of: 'user', search: 'alice', ...dates }),
    topKeys: () => prepare.activity.topKeys({ of: 'user', model_group: 'm', ...dates }),
    cacheLeakage: () => prepare.activity.cacheLeakage({ of: 'user', ...dates }),
    export: () => prepare.activity.export({ of: 'team', ...dates }),
  },
  health: {
    liveness: () => prepare.health.liveness(),
    readiness: () => prepare.health.readiness(),
    details: () => prepare.health.details(),
    licence: () => prepare.health.licence(),
    models: () => prepare.health.models({ model: 'm' }),
    history: () => prepare.health.history(),
    latest: () => prepare.health.latest(),
    service: () => prepare.health.service('slack'),
    backlog: () => prepare.health.backlog(),
    sharedStatus: () => prepare.health.sharedStatus(),
  },
};
/** They send more than one request each. */
const composed = new Set(['listAll', 'allAliases', 'infoMany', 'allLogs', 'allDays', 'allKeys', 'allHistory']);
/** The copy of the schema is about keys, users, teams, budgets and health only. */
const unpublished = /^\w+ \/(?:organization|project|v1\/models?|spend|global\/spend)(?:\/|$)/;

/** Calls that go to several addresses, each with those that the table above does not show. */
const elsewhere: readonly (() => Promise<LiteLLMRequest<unknown>>)[] = [
  ...(['user', 'team'] as const).flatMap((of) => [
    () => prepare.activity.days({ of, ...dates }),
    () => prepare.activity.page({ of, ...dates }),
    () => prepare.activity.keys({ of, ...dates }),
    () => prepare.activity.searchKeys({ of, search: 'alice', ...dates }),
    () => prepare.activity.topKeys({ of, model_group: 'm', ...dates }),
    () => prepare.activity.export({ of, ...dates }),
  ]),
  ...(['user', 'organization', 'global'] as const).map((of) => () => prepare.spend.report({ of, ...dates })),
];

/** What the client leaves out, and why. */
const leftOut: Readonly<Record<string, string>> = {
  'GET /health/drain': 'takes the process that answers out of service for ever: for those who stop it',
  'GET /health/liveness': 'is GET /health/liveliness under another name',
  'GET /team/list': 'is GET /v2/team/list without pages',
  'OPTIONS /health/liveliness': 'asks which methods there are',
  'OPTIONS /health/liveness': 'asks which methods there are',
  'OPTIONS /health/readiness': 'asks which methods there are',
  'POST /health/test_connection': 'tries the credentials of a provider before a model is added; no business of keys',
  'POST /key/regenerate': 'is POST /key/{key}/regenerate with the key in the body',
  'POST /user/password/change': 'refuses every key: only for people who have logged in with a password',
};

const methodsOf = (resource: object): readonly string[] =>
  Object.getOwnPropertyNames(Reflect.getPrototypeOf(resource)).filter((name) => name !== 'constructor' && !composed.has(name));

describe('every call', () => {
  test.each(Object.entries(requests))('of %s can be prepared', (name, known) => {
    const [resource, twin] = [Reflect.get(litellm, name) as object, Reflect.get(prepare, name) as object]; // both are named so
    expect(methodsOf(resource).toSorted()).toEqual(Object.keys(known).toSorted());
    expect(methodsOf(twin).toSorted()).toEqual(Object.keys(known).toSorted());
  });

  test.each(
    Object.entries(requests).flatMap(([name, known]) => Object.entries(known).map(([call, build]) => [`${name}.${call}`, build] as const)),
  )('of %s goes to an address that the proxy has, and shows no secret', async (_, build) => {
    const request = await build();
    const address = `${request.method} ${request.route}`;
    if (!unpublished.test(address)) expect(paths).toContain(address);
    expect(request.query === undefined || JSON.stringify(request.query)).not.toContain(secret);
    expect(JSON.stringify(request.parameters ?? {})).not.toContain(secret);
    expect(`${inspect(request, { depth: 9 })} ${JSON.stringify(request)}`).not.toContain(secret);
  });
});

test('every address of the schema that a proxy publishes is called, or left out with a reason', async () => {
  const all = [...Object.values(requests).flatMap((known) => Object.values(known)), ...elsewhere];
  const called = new Set((await Promise.all(all.map((build) => build()))).map(({ method, route }) => `${method} ${route}`));
  expect(paths.length).toBeGreaterThan(80);
  expect(paths.filter((address) => !called.has(address)).toSorted()).toEqual(Object.keys(leftOut).toSorted());
});

test('a prepared request can be changed, and keeps its secret to itself', async () => {
  const request = await prepare.keys.generate({ key: secret, key_alias: 'a' });
  const changed = { ...request, body: { ...request.body, some_newer_field: [true] } };
  expect(changed.body).toMatchObject({ key_alias: 'a', some_newer_field: [true] });
  expect(inspect(changed, { depth: 9 })).not.toContain(secret);
});

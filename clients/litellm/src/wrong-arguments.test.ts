import { acceptedWrongly, callsOf, countingTransport, methodNames, optional } from '@keyrack/testing-kit';
import { Secret } from '@keyrack/secret';
import { describe, expect, test } from 'vitest';
import * as litellm from './index.ts';
import { ConfigurationError, LiteLLMClient } from './index.ts';

const options = optional({});
const query = optional({});
const token = 'ab'.repeat(32);
const key = { token, metadata: {}, allowed_routes: [], budget_limits: null, budget_id: null, key_type: null, object_permission: null };
const dates = { start_date: '2026-11-01', end_date: '2026-11-30' };
const days = { of: 'user', ...dates };
const member = { user_id: 'u', role: 'user' };

/** What is right in each place; every method is here. */
const methods: Readonly<Record<string, readonly unknown[]>> = {
  'activity.allDays': [days, options],
  'activity.allKeys': [days, options],
  'activity.cacheLeakage': [days, options],
  'activity.days': [days, options],
  'activity.export': [days, options],
  'activity.keys': [days, options],
  'activity.page': [days, options],
  'activity.searchKeys': [{ ...days, search: 'a' }, options],
  'activity.topKeys': [{ ...days, model_group: 'm' }, options],
  'budgets.create': [query, options],
  'budgets.delete': ['b', options],
  'budgets.info': [['b'], options],
  'budgets.list': [options],
  'budgets.settings': ['b', options],
  'budgets.update': ['b', { max_budget: 1 }, options],
  'health.allHistory': [query, options],
  'health.backlog': [options],
  'health.details': [options],
  'health.history': [query, options],
  'health.latest': [options],
  'health.licence': [options],
  'health.liveness': [options],
  'health.models': [query, options],
  'health.readiness': [options],
  'health.service': ['slack', options],
  'health.sharedStatus': [options],
  'keys.aliases': [query, options],
  'keys.allAliases': [query, options],
  'keys.block': [token, options],
  'keys.bulkUpdate': [[{ key: token, max_budget: 1 }], options],
  'keys.bulkUpdateTeam': [{ team_id: 't', key_ids: [token], update_fields: { rpm_limit: 1 } }, options],
  'keys.delete': [{ keys: [token] }, options],
  'keys.generate': [optional({ key_alias: 'a' }), options],
  'keys.generateServiceAccount': [{ team_id: 't' }, options],
  'keys.health': [options],
  'keys.info': [optional(token), options],
  'keys.infoMany': [[token], options],
  'keys.list': [query, options],
  'keys.listAll': [query, options],
  'keys.regenerate': [token, optional({}), options],
  'keys.resetSpend': [token, optional(0), options],
  'keys.spendReport': [dates, options],
  'keys.unblock': [token, options],
  'keys.update': [token, { max_budget: 1 }, options],
  'models.deployments': [options],
  'models.get': ['m', options],
  'models.list': [options],
  'organizations.addMember': ['o', { user_id: 'u', role: 'org_admin' }, options],
  'organizations.create': [{ organization_alias: 'o' }, options],
  'organizations.delete': [['o'], options],
  'organizations.info': ['o', options],
  'organizations.list': [options],
  'organizations.removeMember': ['o', { user_id: 'u' }, options],
  'organizations.update': ['o', { max_budget: 1 }, options],
  'organizations.updateMember': ['o', { user_id: 'u', role: 'internal_user' }, options],
  'projects.create': [{ team_id: 't' }, options],
  'projects.delete': [['p'], options],
  'projects.info': ['p', options],
  'projects.list': [options],
  'projects.update': ['p', { max_budget: 1 }, options],
  'spend.allLogs': [dates, options],
  'spend.byKey': [query, options],
  'spend.byModel': [query, options],
  'spend.byTeamUser': [{ team_ids: ['t'], ...dates }, options],
  'spend.days': [dates, options],
  'spend.keys': [options],
  'spend.logs': [query, options],
  'spend.report': [{ of: 'team', ...dates }, options],
  'spend.total': [options],
  'spend.totalByDay': [options],
  'teamCallbacks.add': ['t', { callback_name: 'langfuse', callback_vars: {} }, options],
  'teamCallbacks.info': ['t', options],
  'teamCallbacks.remove': ['t', 'langfuse', options],
  'teamCallbacks.removeAll': ['t', options],
  'teams.addManyMembers': ['t', { members: [member] }, options],
  'teams.addMembers': ['t', { member }, options],
  'teams.addModels': ['t', ['m'], options],
  'teams.addPermissions': [{ permissions: ['/key/list'], apply_to_all_teams: true }, options],
  'teams.available': [options],
  'teams.block': ['t', options],
  'teams.create': [query, options],
  'teams.delete': [['t'], options],
  'teams.info': ['t', query, options],
  'teams.list': [query, options],
  'teams.listAll': [query, options],
  'teams.metadataFields': [options],
  'teams.ownMembership': ['t', options],
  'teams.patch': ['t', { max_budget: 1 }, options],
  'teams.permissions': ['t', options],
  'teams.removeMember': ['t', { user_id: 'u' }, options],
  'teams.removeModels': ['t', ['m'], options],
  'teams.resetMemberBudget': ['t', 'u', options],
  'teams.resetMemberSpend': ['t', { user_id: 'u' }, options],
  'teams.setPermissions': ['t', [], options],
  'teams.unblock': ['t', options],
  'teams.update': ['t', { max_budget: 1 }, options],
  'teams.updateMember': ['t', { user_id: 'u', rpm_limit: 1 }, options],
  'users.bulkUpdate': [[{ user_id: 'u', max_budget: 1 }], options],
  'users.counts': [options],
  'users.create': [query, options],
  'users.delete': [['u'], options],
  'users.info': [optional('u'), options],
  'users.list': [query, options],
  'users.listAll': [query, options],
  'users.summary': [optional('u'), options],
  'users.update': ['u', { max_budget: 1 }, options],
  send: [{ method: 'GET', route: '/x', decode: () => undefined }, options],
};

class Sender {
  readonly #counting = countingTransport((error) => ConfigurationError.isInstance(error));
  readonly client = new LiteLLMClient({
    baseUrl: 'https://203.0.113.5:1',
    apiKey: 'sk-0123456789abcdef',
    transport: this.#counting.transport,
    retries: false,
  });
  readonly trial = this.#counting.trial;
}

describe('whatever is wrong among the arguments is refused before anything is sent', () => {
  test('of every method of a client', async () => {
    const { client, trial } = new Sender();
    expect(methodNames(client, ['close', 'toString', 'toJSON', 'prepare', 'nowMs', 'origin'])).toEqual(Object.keys(methods).toSorted());
    expect(await acceptedWrongly(callsOf(client, methods), trial)).toEqual([]);
  });

  test('of every method that makes a request ready', async () => {
    const { client, trial } = new Sender();
    const names = methodNames(client.prepare);
    // Those that make a request ready take no options of a call.
    const rights = names.map((name) => [name, (methods[name] ?? []).slice(0, -1)] as const);
    expect(names.every((name) => Object.hasOwn(methods, name))).toBe(true);
    expect(await acceptedWrongly(callsOf(client.prepare, Object.fromEntries(rights)), trial)).toEqual([]);
  });

  test('of every function beside it', async () => {
    const { client, trial } = new Sender();
    const exported = { token, key: new Secret('sk-0123456789abcdef'), expires: null, settings: {} };
    const functions: Readonly<Record<string, readonly unknown[]>> = {
      checkDuration: ['overlap', '24h'],
      copyKey: [client, token, options],
      exportKeys: [client, options],
      findKeysByAlias: [client, 'a', options],
      hashKey: ['sk-0123456789abcdef'],
      importKeys: [client, [exported], { dryRun: true }],
      keyBudget: [{ ...key, spend: 0, max_budget: null, litellm_budget_table: null }, 0],
      keysMadeBefore: [client, 0, options],
      keysNearBudget: [client, 0.5, options],
      keysUnusedSince: [client, 0, options],
      mergeKeyMetadata: [client, token, { changes: {} }],
      readKeyExport: [[]],
      rotateKey: [client, token, { overlap: '24h' }],
      settingsOf: [key],
      watchSpend: [client, options],
    };
    expect(methodNames({ ...litellm }).filter((name) => /^[a-z]/.test(name))).toEqual(Object.keys(functions).toSorted());
    const { checkDuration: _name, keyBudget: _now, ...others } = functions;
    expect(await acceptedWrongly(callsOf({ ...litellm }, others), trial)).toEqual([]);
    // Their other argument is the program's own: a name for the message, and the time.
    const alone = {
      checkDuration: { act: (value: unknown) => litellm.checkDuration('overlap', value), right: ['24h'] },
      keyBudget: { act: (value: unknown) => litellm.keyBudget(value as never, 0), right: [{}] },
    };
    expect(await acceptedWrongly(alone, trial)).toEqual([]);
  });

  test('within the options of tasks', async () => {
    const { client, trial } = new Sender();
    const { copyKey, exportKeys, importKeys, keysMadeBefore, mergeKeyMetadata, rotateKey, watchSpend } = litellm;
    const within: Readonly<Record<string, (given: never) => Promise<unknown>>> = {
      overlap: (overlap) => rotateKey(client, token, { overlap }),
      newKey: (newKey) => rotateKey(client, token, { overlap: '24h', newKey }),
      'changes of a rotation': (changes) => rotateKey(client, token, { overlap: '24h', changes }),
      'changes of a copy': (changes) => copyKey(client, token, { changes }),
      'changes of metadata': (changes) => mergeKeyMetadata(client, token, { changes }),
      base: (base) => mergeKeyMetadata(client, token, { changes: {}, base }),
      secrets: (secrets) => exportKeys(client, { secrets }).next(),
      dryRun: (dryRun) => importKeys(client, [], { dryRun }).next(),
      newSecrets: (newSecrets) => importKeys(client, [], { dryRun: true, newSecrets }).next(),
      maxConcurrency: (maxConcurrency) => importKeys(client, [], { dryRun: true, maxConcurrency }).next(),
      filter: (filter) => keysMadeBefore(client, 0, { filter }).next(),
      intervalMs: (intervalMs) => watchSpend(client, { intervalMs }).next(),
      wait: (wait) => watchSpend(client, { wait }).next(),
      raw: (raw) => client.keys.list({}, { raw }),
    };
    const wrong = [null, 'text', -1, () => undefined];
    const calls = Object.entries(within).flatMap(([name, act]) =>
      wrong.filter((value) => name !== 'wait' || typeof value !== 'function').map((value) => ({ name, value, call: act(value as never) })),
    );
    const ended = await Promise.allSettled(calls.map(({ call }) => call));
    const isRefused = (end: PromiseSettledResult<unknown> | undefined): boolean =>
      end?.status === 'rejected' && ConfigurationError.isInstance(end.reason);
    expect(calls.filter((_, index) => !isRefused(ended[index])).map(({ name, value }) => [name, String(value)])).toEqual([]);
    expect(trial.sent()).toBe(0);
  });

  test('where clients are made', async () => {
    const { trial } = new Sender();
    const environment = { LITELLM_PROXY_URL: 'https://203.0.113.5:1' };
    expect(await acceptedWrongly(callsOf(LiteLLMClient, { fromEnvironment: [environment, options] }), trial)).toEqual([]);
    const make = { act: (given: unknown) => new LiteLLMClient(given as never), right: [{}] };
    expect(await acceptedWrongly({ make }, trial)).toEqual([]);
  });
});

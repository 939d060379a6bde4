import { inspect } from 'node:util';
import { HttpError } from '@keyrack/http';
import type { Transport, TransportResponse } from '@keyrack/http';
import { SeededRandom, damagedAnswer } from '@keyrack/testing-kit';
import { expect, test } from 'vitest';
import { exportKeys, findKeysByAlias, LiteLLMClient, mergeKeyMetadata, Secret } from '../src/index.ts';

const canary = 'sk-canary4711abcdefgh';
/** Not within another word, which only a cut in the very place makes of it. */
const shown = /(?<!\w)sk-canary4711abcdefgh/;
const token = '0123456789abcdef'.repeat(4);
const page = '"total_count":2,"current_page":1,"total_pages":1';
const at = '"created_at":"2026-11-21T00:26:49.300404Z"';
const key = `{"token":"${token}","key":"${canary}","key_alias":"a","spend":1.5,"max_budget":2,"metadata":{"a":[1]},${at}}`;
const user = `{"user_id":"u","user_email":"${canary}","key":"${canary}","teams":["t"],${at}}`;
const team = `{"team_id":"t","members_with_roles":[{"user_id":"u","role":"admin"}],${at}}`;
const budget = '{"budget_id":"b","max_budget":1.5,"budget_reset_at":"2026-11-21T00:26:49Z"}';
const keyPage = `{"keys":[${key},${key}],${page}}`;
const tokenPage = `{"keys":["${token}","${token}"],${page}}`;
const aliasPage = `{"aliases":["a","b"],${page}}`;
const keyInfo = `{"key":"${token}","info":${key}}`;
const userPage = `{"users":[${user}],"total":1,"page":1,"page_size":25,"total_pages":1}`;
const teamPage = `{"teams":[${team}],"total":1,"page":1,"page_size":25,"total_pages":1}`;
const userInfo = `{"user_id":"u","user_info":${user},"keys":[${key}],"teams":[${team}]}`;
const teamInfo = `{"team_id":"t","team_info":${team},"keys":[${key}],"team_memberships":[{"user_id":"u","spend":1}]}`;
const changes = `{"total_requested":2,"successful_updates":[{"key":"${token}","key_info":${key}}],"failed_updates":[{"key":"${token}","key_info":null,"failed_reason":"x"}]}`;
const additions = '{"team_id":"t","results":[{"user_id":"u","success":true,"error":null}],"total_requested":1}';
const userChanges = `{"results":[{"user_id":"u","success":true,"updated_user":{"user_id":"u","data":${user}}}],"total_requested":1}`;
const reset = `{"key_hash":"${token}","spend":1,"previous_spend":2,"max_budget":null}`;
const logs = '[{"request_id":"r","spend":1,"startTime":"2026-11-21T00:00:00Z","metadata":{}}]';
const days = `[{"startTime":"2026-11-21","date":"2026-11-21","spend":1,"users":{"u":1},"models":{"m":1},"${token}":1}]`;
const sums = `[{"api_key":"${token}","key_alias":"a","model":"openai/gpt-4o","total_spend":1.5}]`;
const metrics = '{"spend":1.5,"api_requests":2,"total_tokens":3}';
const known = '{"key_alias":"a","user_id":"u","key_exists":true}';
const part = `{"metrics":${metrics},"metadata":{},"api_key_breakdown":{"${token}":{"metrics":${metrics},"metadata":${known}}}}`;
const activity = `{"results":[{"date":"2026-11-21","metrics":${metrics},"breakdown":{"models":{"m":${part}},"entities":{"u":${part}}}}],"metadata":{"page":1}}`;
const activeKeys = `{"api_keys":[{"api_key":"${token}","metrics":${metrics},"metadata":${known}}],"total_api_keys":1,"offset":0,"limit":50,"model":"m"}`;
const lines = `[{"date":"2026-11-21","entity_id":"t","api_key":"${token}","spend":1.5}]`;
const callbacks = '{"status":"success","data":{"team_id":"t","success_callbacks":["langfuse"],"callback_vars":{"langfuse_host":"h"}}}';
const member = '{"team_id":"t","user_id":"u","spend":0,"previous_spend":1,"budget_id":null,"budget_source":"none"}';
const trial = '{"health_check_id":"h","model_name":"m","status":"healthy","checked_at":"2026-11-21T00:26:49+00:00"}';
const trials = `{"health_checks":[${trial}],"latest_health_checks":{"m":${trial}},"healthy_endpoints":[{"model":"m"}],"unhealthy_endpoints":[]}`;
const modelList = '{"data":[{"id":"gpt-4o","created":1677610602,"owned_by":"openai","model_name":"gpt-4o"}],"object":"list"}';
const proxyState =
  '{"status":"healthy","db":"connected","litellm_version":"1.106.2","has_license":false,"limits":{"max_users":null},"spend":1,"key":"healthy"}';
const refusals: readonly string[] = [
  `{"error":{"message":"{'error': 'Key ${canary} not found.'}","type":"not_found_error","param":"key","code":"404"}}`,
  `{"error":{"message":"Key with alias '${canary}' already exists.","type":"bad_request_error","param":"key_alias","code":"400"}}`,
  `{"detail":[{"type":"missing","loc":["body",0,"${canary}"],"msg":"Value error, ${canary}"}]}`,
  `{"detail":{"error":"User not found, passed user_id=${canary}"}}`,
  '{"detail":"Not Found"}',
  'null',
];
/** A call, and a body that fits it. */
type Trial = readonly [call: () => Promise<unknown>, body: string];

/** The secret that an answer holds, where it is one that can be read. */
function secretIn({ status, body }: TransportResponse): string | undefined {
  if (status >= 300) return undefined;
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(body));
    const secret: unknown = typeof value === 'object' && value !== null && !Array.isArray(value) ? Reflect.get(value, 'key') : undefined;
    return typeof secret === 'string' && secret !== '' ? secret : undefined;
  } catch {
    return undefined;
  }
}

function heldBy(value: unknown): string | undefined {
  const secret: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, 'key') : undefined;
  return Secret.isSecret(secret) ? secret.reveal() : undefined;
}

test('100,000 malformed answers end in a value or in an error: nothing hangs, nothing leaks, and no one-time secret is lost', async () => {
  const random = new SeededRandom(Math.random());
  let requests = 0;
  let last: TransportResponse | undefined;
  let fitting = '';
  const transport: Transport = {
    honours: [],
    async send() {
      requests += 1;
      last = damagedAnswer(random, [...refusals.slice(random.below(refusals.length)), ...Array.from({ length: 8 }, () => fitting)]);
      return last;
    },
    close: () => Promise.resolve(),
  };
  await using litellm = new LiteLLMClient({ baseUrl: 'https://192.0.2.1', apiKey: 'sk-master-0123456789', transport, retries: false });
  const { keys, users, teams, budgets, models, spend, health, organizations, projects, teamCallbacks } = litellm;
  const all = async (items: AsyncIterable<unknown>): Promise<unknown> => {
    const given: unknown[] = [];
    for await (const item of items) given.push(item);
    return given;
  };
  const dates = { start_date: '2026-11-20', end_date: '2026-11-21' };
  const newMember = { user_id: 'u', role: 'user' } as const;
  const ofUsers = { of: 'user', ...dates } as const;
  const ofTeams = { of: 'team', ...dates } as const;
  /** These make something with a secret that is shown once. */
  const making: readonly Trial[] = [
    [() => keys.generate(), key],
    [() => keys.generateServiceAccount({ team_id: 't' }), key],
    [() => keys.regenerate(token), key],
    [() => users.create(), user],
    [() => users.create({ user_id: 'u', auto_create_key: false }), user],
  ];
  const others: readonly Trial[] = [
    [() => keys.list(), tokenPage],
    [() => keys.list({ return_full_object: true, expand: ['user'] }), keyPage],
    [() => all(keys.listAll()), keyPage],
    [() => all(keys.allAliases()), aliasPage],
    [() => keys.info(token), keyInfo],
    [() => keys.info(), keyInfo],
    [() => keys.infoMany([token]), keyInfo],
    [() => keys.update(token, { max_budget: 1 }), key],
    [() => keys.bulkUpdate([{ key: token, max_budget: 1 }]), changes],
    [() => keys.bulkUpdateTeam({ team_id: 't', all_keys_in_team: true, update_fields: { max_budget: 1 } }), changes],
    [() => keys.delete({ keys: [token], key_aliases: ['a'] }), keyInfo],
    [() => keys.block(token), key],
    [() => keys.unblock(token), key],
    [() => keys.resetSpend(token), reset],
    [() => keys.aliases(), aliasPage],
    [() => keys.health(), proxyState],
    [() => keys.spendReport(dates), days],
    [() => users.info('u'), userInfo],
    [() => users.list(), userPage],
    [() => all(users.listAll()), userPage],
    [() => users.update('u', { max_budget: 1 }), `{"user_id":"u","data":${user}}`],
    [() => users.bulkUpdate([{ user_id: 'u', max_budget: 1 }]), userChanges],
    [() => users.delete(['u']), '1'],
    [() => teams.create(), team],
    [() => teams.info('t'), teamInfo],
    [() => teams.list(), teamPage],
    [() => all(teams.listAll()), teamPage],
    [() => teams.update('t', { max_budget: 1 }), `{"team_id":"t","data":${team}}`],
    [() => teams.addMembers('t', { member: newMember }), team],
    [() => teams.addManyMembers('t', { members: [newMember] }), additions],
    [() => teams.updateMember('t', { user_id: 'u', rpm_limit: 1 }), user],
    [() => teams.removeMember('t', { user_id: 'u' }), team],
    [() => teams.ownMembership('t'), user],
    [() => teams.permissions('t'), team],
    [() => budgets.create(), budget],
    [() => budgets.info(['b']), `[${budget}]`],
    [() => budgets.list(), `[${budget},${budget}]`],
    [() => budgets.update('b', { max_budget: 1 }), budget],
    [() => budgets.delete('b'), budget],
    [() => organizations.list(), '[{"organization_id":"o","members":[{"user_id":"u"}]}]'],
    [() => organizations.info('o'), '{"organization_id":"o","members":[{"user_id":"u"}]}'],
    [() => models.list(), modelList],
    [() => models.get('gpt-4o'), '{"id":"gpt-4o","created":1677610602}'],
    [() => models.deployments(), modelList],
    [() => spend.logs(), logs],
    [() => spend.days(dates), days],
    [() => all(spend.allLogs(dates)), logs],
    [() => spend.total(), proxyState],
    [() => spend.totalByDay(), days],
    [() => spend.byKey(), sums],
    [() => spend.byModel(), sums],
    [() => spend.keys(), `[${key}]`],
    [() => health.readiness(), proxyState],
    [() => health.details(), proxyState],
    [() => health.licence(), proxyState],
    [() => litellm.activity.days(ofTeams), activity],
    [() => litellm.activity.page(ofUsers), activity],
    [() => all(litellm.activity.allDays(ofUsers)), activity],
    [() => litellm.activity.keys(ofUsers), activeKeys],
    [() => all(litellm.activity.allKeys(ofTeams)), activeKeys],
    [() => litellm.activity.searchKeys({ ...ofUsers, search: 'a' }), activeKeys],
    [() => litellm.activity.topKeys({ ...ofUsers, model_group: 'm' }), activeKeys],
    [() => litellm.activity.cacheLeakage(ofUsers), activeKeys],
    [() => litellm.activity.export(ofTeams), lines],
    [() => spend.byTeamUser({ ...dates, team_ids: ['t'] }), `{"results":${lines}}`],
    [() => teamCallbacks.info('t'), callbacks],
    [() => teamCallbacks.add('t', { callback_name: 'langfuse', callback_vars: {} }), `{"status":"success","data":${team}}`],
    [() => teamCallbacks.remove('t', 'langfuse'), callbacks],
    [() => teamCallbacks.removeAll('t'), callbacks],
    [() => teams.patch('t', { max_budget: 1 }), team],
    [() => teams.available(), `[${team}]`],
    [() => teams.metadataFields(), '{"fields":[{"key":"k","label":null}]}'],
    [
      () => teams.addPermissions({ permissions: ['/key/list'], team_ids: ['t'] }),
      '{"teams_updated":1,"permissions_appended":["/key/list"]}',
    ],
    [() => teams.resetMemberSpend('t', { user_id: 'u' }), member],
    [() => teams.resetMemberBudget('t', 'u'), member],
    [() => users.summary('u'), user],
    [() => users.counts(), '{"total_users":null,"total_users_used":2}'],
    [() => budgets.settings('b'), '[{"field_name":"max_budget","field_type":"Float","field_value":null}]'],
    [() => projects.list(), '[{"project_id":"p","models":["m"]}]'],
    [() => projects.info('p'), '{"project_id":"p","models":["m"]}'],
    [() => health.models(), trials],
    [() => health.history(), trials],
    [() => all(health.allHistory()), trials],
    [() => health.latest(), trials],
    [() => health.service('slack'), proxyState],
    [() => health.backlog(), proxyState],
    [() => health.sharedStatus(), proxyState],
    [() => mergeKeyMetadata(litellm, token, { changes: { a: 1 } }), keyInfo],
    [() => findKeysByAlias(litellm, 'a'), keyPage],
    [() => all(exportKeys(litellm)), keyPage],
  ];
  let answered = 0;
  let refused = 0;
  let secrets = 0;
  for (let turn = 0; turn < 100_000; turn += 1) {
    const isMaking = turn % 4 === 0;
    const calls = isMaking ? making : others;
    const [call, body] = calls[random.below(calls.length)] as Trial; // an index below the length
    fitting = body;
    requests = 0;
    let result: unknown;
    try {
      result = await call();
      answered += 1;
    } catch (error) {
      refused += 1;
      result = error;
      // A full look takes its time, so only some get one.
      const inside = turn % 21 === 0 ? inspect(error, { depth: 5, showHidden: true }) : '';
      const said = HttpError.isInstance(error) ? `${error.stack} ${JSON.stringify(error)} ${inside}` : canary;
      if (shown.test(said)) throw new Error(`turn ${turn} with the seed ${random.seed}`, { cause: error });
    }
    if (requests > 200) throw new Error(`turn ${turn} with the seed ${random.seed} took ${requests} requests`);
    const secret = isMaking && last !== undefined ? secretIn(last) : undefined;
    if (secret === undefined) continue;
    secrets += 1;
    if (heldBy(result) !== secret) throw new Error(`turn ${turn} with the seed ${random.seed} lost a secret`, { cause: result });
  }
  expect(answered).toBeGreaterThan(3_000);
  expect(refused).toBeGreaterThan(30_000);
  expect(secrets).toBeGreaterThan(2_000);
}, 900_000); // a busy machine takes its time

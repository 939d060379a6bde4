import { createHash } from 'node:crypto';
import { masterKey } from './proxy-configuration.ts';

/** A call that both shall answer alike. */
export interface Question {
  readonly title: string;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

/** Fields of `POST /key/generate` and `POST /key/update` that a proxy without a licence takes. */
const fields = [
  'key_alias',
  'duration',
  'models',
  'max_budget',
  'soft_budget',
  'budget_duration',
  'tpm_limit',
  'rpm_limit',
  'max_parallel_requests',
  'metadata',
  'aliases',
  'config',
  'permissions',
  'user_id',
  'team_id',
  'budget_id',
  'blocked',
  'model_rpm_limit',
  'model_tpm_limit',
  'tpm_limit_type',
  'rpm_limit_type',
  'allowed_routes',
  'allowed_cache_controls',
  'key_type',
  'auto_rotate',
  'rotation_interval',
  'spend',
  'enforced_params',
  'temp_budget_increase',
  'temp_budget_expiry',
  'budget_limits',
  'object_permission',
] as const;

/** Values that are wrong for nearly every field, each in another way; as JSON, so that `1.0` stays what it is. */
const values = ['null', '""', '"odd"', '"30d"', '0', '-1', '7', '1.5', '1.0', 'true', '[]', '["odd"]', '{}', '{"odd":1}', '"12"', '1e3'];

const asAdmin = { authorization: `Bearer ${masterKey}`, 'content-type': 'application/json' };

/** Parameters of `GET /key/list`. */
const filters = [
  'page',
  'size',
  'user_id',
  'team_id',
  'key_alias',
  'key_hash',
  'return_full_object',
  'include_team_keys',
  'include_created_by_keys',
  'sort_by',
  'sort_order',
  'expand',
  'status',
  'expires',
  'substring_matching',
  'search',
] as const;

/** Values that are wrong for nearly every parameter of an address. */
const texts = ['', 'odd', '0', '-1', '1.5', '2.0', 'true', 'TRUE', 'yes', 'null', '1e3', '%202', '%25', '1&page=2', 'created_at', 'active'];

/** Fields of the calls that name keys. */
const names: readonly (readonly [path: string, field: string])[] = [
  ['/key/block', 'key'],
  ['/key/unblock', 'key'],
  ['/v2/key/info', 'keys'],
  ['/v2/key/info', 'key_aliases'],
  ['/key/delete', 'keys'],
  ['/key/delete', 'key_aliases'],
  ['/key/update', 'key'],
];

/**
 * One scenario for each field: a key made with each value, then a key changed to each value, and each looked up; one for what
 * names keys; one for each parameter of the list.
 */
export function oddValueScenarios(): ReadonlyMap<string, readonly Question[]> {
  return new Map([
    ...fields.map((field) => [field, [...generating(field), ...updating(field)]] as const),
    ['names of keys', naming()] as const,
    ...filters.map((filter) => [`list by ${filter}`, listing(filter)] as const),
  ]);
}

function naming(): readonly Question[] {
  const [secret, other] = ['sk-throwaway-odd-names-of-keys', 'sk-throwaway-odd-names-of-other'];
  return [
    ask('a key', '/key/generate', `{"key":"${secret}","key_alias":"odd"}`),
    ask('another key', '/key/generate', `{"key":"${other}"}`),
    ...names.flatMap(([path, field]) =>
      [...values, '["odd","odd"]', '[1]', '[null]', `["${other}"]`].map((value) =>
        ask(`${path} with ${field} ${value}`, path, `{"${field}":${value}}`),
      ),
    ),
    lookUp(secret),
    lookUp(other),
  ];
}

/** Keys of which any two can be told apart by whatever they are sorted by. */
function listing(filter: string): readonly Question[] {
  const keys = ['odd', 'active', 'null'].map((alias, index) =>
    ask(
      'a key',
      '/key/generate',
      `{"key":"sk-throwaway-odd-list-${filter}-${index}","key_alias":"${alias}","user_id":"${alias}","max_budget":${index}}`,
    ),
  );
  const lists = texts.map((text) => ({
    title: `list with ${filter}=${text}`,
    method: 'GET',
    path: `/key/list?${filter}=${text}`,
    headers: asAdmin,
    body: undefined,
  }));
  return [...keys, ...lists];
}

function generating(field: string): readonly Question[] {
  return values.flatMap((value, index) => {
    const secret = `sk-throwaway-odd-${field}-${index}`;
    return [ask(`generate with ${field} ${value}`, '/key/generate', `{"key":"${secret}","${field}":${value}}`), lookUp(secret)];
  });
}

function updating(field: string): readonly Question[] {
  const secret = `sk-throwaway-odd-${field}-changed`;
  const changes = values.flatMap((value) => [
    ask(`update with ${field} ${value}`, '/key/update', `{"key":"${secret}","${field}":${value}}`),
    lookUp(secret),
  ]);
  return [ask('a key to be changed', '/key/generate', `{"key":"${secret}"}`), ...changes];
}

function ask(title: string, path: string, body: string): Question {
  return { title, method: 'POST', path, headers: asAdmin, body };
}

function lookUp(secret: string): Question {
  const hash = createHash('sha256').update(secret).digest('hex');
  return { title: 'the key as it is then', method: 'GET', path: `/key/info?key=${hash}`, headers: asAdmin, body: undefined };
}

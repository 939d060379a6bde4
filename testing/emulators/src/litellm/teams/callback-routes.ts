import { objectOf } from '../schema/nested-types.ts';
import { oneOf, text } from '../schema/plain-types.ts';
import { fieldType } from '../schema/field-type.ts';
import { optional, required } from '../schema/schema.ts';
import { objectPermissionBody } from '../tables/object-permission.ts';
import { teamAsRow } from '../tables/team-row.ts';
import type { JsonObject } from '../values/json.ts';
import { isObject } from '../values/json.ts';
import { inserted } from '../values/python-text.ts';
import type { AnyEndpoint, Asking } from '../web/endpoint.ts';
import { endpoint } from '../web/endpoint.ts';
import { untouched } from '../web/failure-styles.ts';
import { UnhandledFault } from '../web/failures.ts';
import { needsDatabase } from './needs-database.ts';
import { addCallback, callbacksBody, disableLogging, removeCallback } from './team-callbacks.ts';
import { knownVariables } from './callback-variables.ts';

/** Any value becomes a text. */
const anyAsText = fieldType<string>(
  (value) => ({ value: inserted(value) }),
  (value) => value,
);

const newCallback = {
  fields: {
    callback_name: required(text),
    callback_type: optional(oneOf('literal_error', ['success', 'failure', 'success_and_failure'] as const), 'success_and_failure' as const),
    callback_vars: required(objectOf(anyAsText)),
  },
  looksFirst: (source: JsonObject) => {
    const variables = source.get('callback_vars') ?? new Map();
    if (!isObject(variables)) throw new UnhandledFault('the variables have no names');
    const unknown = [...variables.keys()].find((name) => !knownVariables.includes(name));
    if (unknown === undefined) return undefined;
    return `Invalid callback variable: ${unknown}. Must be one of {${knownVariables.map((name) => `'${name}'`).join(', ')}}`;
  },
};

const idOf = ({ path }: Asking & { readonly path: Readonly<Record<string, string>> }): string => path['team_id'] ?? '';
const groups = ['self_managed_routes'] as const;

/** Who hears of the calls of a team's keys. */
export const callbackRoutes: readonly AnyEndpoint[] = [
  endpoint({
    method: 'POST',
    path: '/team/{team_id:path}/callback',
    groups,
    body: newCallback,
    dialect: 'typed',
    failures: untouched,
    handle: (call) => {
      const team = needsDatabase(call, () => addCallback(call, idOf(call), call.body.values));
      return { status: 'success', data: teamAsRow(team, objectPermissionBody(call.proxy.objectPermissionOf(team))) };
    },
  }),
  endpoint({
    method: 'GET',
    path: '/team/{team_id:path}/callback',
    groups,
    dialect: 'plain',
    failures: untouched,
    handle: (call) => needsDatabase(call, () => callbacksBody(call, idOf(call))),
  }),
  endpoint({
    method: 'DELETE',
    path: '/team/{team_id:path}/callback/{callback_name}',
    groups,
    dialect: 'typed',
    failures: untouched,
    handle: (call) => needsDatabase(call, () => removeCallback(call, idOf(call), call.path['callback_name'] ?? '')),
  }),
  endpoint({
    method: 'POST',
    path: '/team/{team_id}/disable_logging',
    groups: [],
    dialect: 'plain',
    failures: untouched,
    handle: (call) => needsDatabase(call, () => disableLogging(call, idOf(call))),
  }),
];

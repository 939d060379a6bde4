import { checkObject } from '@keyrack/http';
import type { ApiRequest, PreparedCall, Prepares } from '@keyrack/http';
import type { AccessKeysResource } from './access-keys-resource.ts';
import type { MetricsResource } from './metrics-resource.ts';
import type { ServerResource } from './server-resource.ts';

/** What {@link OutlineClient.prepare} holds: every method that sends one request. */
export interface PreparesOutline {
  readonly server: Prepares<ServerResource>;
  readonly accessKeys: Prepares<Omit<AccessKeysResource, 'createMany' | 'deleteMany' | 'renameMany'>>;
  readonly metrics: Prepares<MetricsResource>;
}

/** What goes out for a prepared call, which its holder may have changed; the transport refuses what would lead elsewhere. */
export function requestOf<Result>(call: PreparedCall<Result>): ApiRequest<Result> {
  const { method, route, parameters, query, headers, body, bodyText, decode } = checkObject('outline', 'a prepared call', call);
  return {
    method,
    route,
    parameters,
    query,
    headers,
    ...(body === undefined ? {} : { body }),
    ...(bodyText === undefined ? {} : { bodyText }),
    // Every PUT and DELETE of this API only says how something shall be, so repeating it is harmless.
    repeatable: method === 'PUT' || method === 'DELETE',
    decode,
  };
}

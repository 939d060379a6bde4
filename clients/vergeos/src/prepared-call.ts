import { checkObject } from '@keyrack/http';
import type { ApiRequest, PreparedCall, Prepares } from '@keyrack/http';
import type { AnyRow, TableResource } from './resources/table-resource.ts';
import type { VergeOSApi } from './vergeos-api.ts';

/** What {@link VergeOSClient.prepare} holds. */
export type PreparesVergeOS = Prepares<Omit<VergeOSApi, 'table'>> & {
  /** Any table of the system; see {@link VergeOSClient.table}. @throws {ConfigurationError} */
  table<Row = AnyRow>(name: string): Prepares<TableResource<Row>>;
};

/** What goes out for a prepared call, which its holder may have changed; the transport refuses what would lead elsewhere. */
export function requestOf<Result>(call: PreparedCall<Result>): ApiRequest<Result> {
  const { method, route, parameters, query, headers, body, bodyText, decode } = checkObject('vergeos', 'a prepared call', call);
  return {
    method,
    route,
    parameters,
    query,
    headers,
    ...(body === undefined ? {} : { body }),
    ...(bodyText === undefined ? {} : { bodyText }),
    // Setting the same columns again, or deleting what is gone, changes nothing; what an action does is not known.
    repeatable: method === 'DELETE' || (method === 'PUT' && query?.['action'] === undefined),
    // What makes something is answered once, perhaps with a secret.
    anyContentType: method === 'POST',
    decode,
  };
}

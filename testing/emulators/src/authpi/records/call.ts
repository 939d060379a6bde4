import type { ApiError } from '../api-error.ts';
import { notFound } from '../api-error.ts';
import type { AuthPIServer } from '../authpi-server.ts';
import type { Caller } from '../caller.ts';
import type { Operation } from '../contract.ts';
import { kindOf } from './kinds.ts';
import type { Fields, StoredRecord } from './record.ts';

/** One call, after everything that is the same for all operations has been checked. */
export interface Call {
  readonly server: AuthPIServer;
  readonly caller: Caller;
  readonly operation: Operation;
  readonly parameters: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** Checked against the contract; empty when nothing was sent. */
  readonly body: Fields;
  /** The records that the path names, the account first. */
  readonly path: readonly StoredRecord[];
}

/** What an operation answers. */
export type Result =
  /** One thing. `record` gives the tag and is what the history names; `about` is only named there. */
  | { readonly kind: 'item'; readonly fields: Fields; readonly record?: StoredRecord; readonly about?: string }
  | { readonly kind: 'page'; readonly items: readonly Fields[]; readonly nextCursor: string | null }
  | { readonly kind: 'array'; readonly items: readonly Fields[] }
  | { readonly kind: 'none' };

/** Acts on one call. @throws {ApiError} */
export type Handler = (call: Call) => Result | Promise<Result>;

/** Handlers by the operation's id. */
export type Handlers = Readonly<Record<string, Handler>>;

/** Finds the records that a path names, each within those before it. @throws {ApiError} 404 */
export function recordsOf(server: AuthPIServer, path: string, parameters: Readonly<Record<string, string>>): readonly StoredRecord[] {
  const found: StoredRecord[] = [];
  for (const [parameter, value] of Object.entries(parameters)) {
    const kind = kindOf(parameter, path);
    if (kind === undefined) continue;
    const id = kind === 'members' ? memberKey(found.at(-1)?.id ?? '', value) : value;
    const record = server.table(kind).get(id);
    if (record === undefined || !found.every((owner) => record.within.includes(owner.id))) throw missing(parameter, value);
    found.push(record);
  }
  return found;
}

/** The last record that the path names: what is read or changed, or what a new record goes into. */
export function targetOf({ path, operation }: Pick<Call, 'path' | 'operation'>): StoredRecord {
  const target = path.at(-1);
  if (target === undefined) throw new Error(`${operation.id} has no record in its path`);
  return target;
}

/** The ids that a new record under the path belongs to. */
export function withinOf({ path }: Pick<Call, 'path'>): readonly string[] {
  return path.map((record) => record.id);
}

/** Members have no id of their own: the same user may be in several organizations. */
export function memberKey(organizationId: string, memberId: string): string {
  return `${organizationId}/${memberId}`;
}

function missing(parameter: string, value: string): ApiError {
  const what = parameter.replace(/_id$/, '').replace('org', 'organization');
  return notFound(`The ${what} ${value}`);
}

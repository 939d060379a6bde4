import type { EmulatedAnswer } from '../../kit/exchange.ts';
import { NotKnownError } from '../../kit/not-known.ts';
import type { Caller } from '../access/caller.ts';
import type { Answering } from '../answers.ts';
import { notFound } from '../api-error.ts';
import { projection } from '../fields/projection.ts';
import type { VergeOSServer } from '../vergeos-server.ts';
import { changedRow, newRow } from './input.ts';
import { chosenRows, listQuery, onlyParameters } from './query.ts';
import type { Row } from './row.ts';
import type { Fields, TableKind } from './rules.ts';
import type { Table } from './table.ts';

/** One call to a table. */
export interface TableCall {
  readonly server: VergeOSServer;
  readonly caller: Caller;
  readonly kind: TableKind;
  readonly table: Table;
  readonly answer: Answering;
}

/** `GET /{table}` */
export function listRows({ server, caller, table, answer }: TableCall, query: URLSearchParams): EmulatedAnswer {
  const { schema } = table;
  const list = listQuery(schema, query);
  const shown = projection(server, schema, query.get('fields') ?? undefined);
  const { matches } = list;
  const visible = server.rights.visibleRows(caller, schema);
  const rows = (limits: Pick<typeof list, 'limit' | 'offset'>) =>
    chosenRows(table, { ...list, ...limits, matches: (row) => visible(row) && matches(row) });
  if (shown.kind === 'count') return answer.json(200, [{ $count: rows({ limit: Infinity, offset: 0 }).length }]);
  return answer.rows(rows(list), shown.show);
}

/** `GET /{table}/{key}` */
export function getRow(call: TableCall, key: number, query: URLSearchParams): EmulatedAnswer {
  const { server, caller, table, answer } = call;
  onlyParameters(query, ['fields']);
  const row = rowOf(call, key);
  server.rights.demand(caller, 'read', { schema: table.schema, row });
  const shown = projection(server, table.schema, query.get('fields') ?? undefined);
  if (shown.kind === 'count') throw new NotKnownError('how one row is answered when "fields" holds no name');
  return answer.json(200, shown.show(row));
}

/** `POST /{table}`: it answers a receipt, not the row. */
export function createRow(call: TableCall, sent: Fields): EmulatedAnswer {
  const { server, caller, table, kind, answer } = call;
  const { schema } = table;
  server.rights.demand(caller, 'create', { schema });
  refuseUnknownWrite(call);
  const write = { server, caller, sent };
  const checked = newRow(server, schema, { key: table.nextKey, sent });
  const row = kind.rules.creating?.(checked, write) ?? checked;
  table.add(row);
  const extra = kind.rules.created?.(row, write) ?? {};
  server.history.add(`${schema.name}.create`, { key: row.$key, value: sent });
  return answer.json(201, receipt(schema.name, row.$key, extra));
}

/** `PUT /{table}/{key}` */
export function updateRow(call: TableCall, key: number, sent: Fields): EmulatedAnswer {
  const { server, caller, table, kind, answer } = call;
  const before = rowOf(call, key);
  server.rights.demand(caller, 'modify', { schema: table.schema, row: before });
  refuseUnknownWrite(call);
  const checked = changedRow(server, table.schema, { before, sent });
  table.replace(kind.rules.updating?.(checked, before, { server, caller, sent }) ?? checked);
  server.history.add(`${table.schema.name}.update`, { key, value: sent });
  return answer.json(200, {});
}

/** `DELETE /{table}/{key}` */
export function deleteRow(call: TableCall, key: number): EmulatedAnswer {
  const { server, caller, table, kind, answer } = call;
  const row = rowOf(call, key);
  server.rights.demand(caller, 'delete', { schema: table.schema, row });
  refuseUnknownWrite(call);
  const write = { server, caller, sent: {} };
  kind.rules.deleting?.(row, write);
  table.remove(key);
  kind.rules.deleted?.(row, write);
  server.history.add(`${table.schema.name}.delete`, { key });
  return answer.json(200, {});
}

function rowOf({ table }: TableCall, key: number): Row {
  const row = table.get(key);
  if (row === undefined) throw notFound();
  return row;
}

function refuseUnknownWrite({ table }: TableCall): void {
  if (table.schema.readOnly === true) throw new NotKnownError(`how changes of ${table.schema.name} are answered`);
}

/** The key is a text here and a number everywhere else. */
function receipt(table: string, key: number, extra: Fields): Fields {
  return { location: `/v4/${table}/${key}`, dbpath: `${table}/${key}`, $row: key, $key: String(key), ...extra };
}

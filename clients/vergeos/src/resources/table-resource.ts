import { checkObject, JsonReader } from '@keyrack/http';
import type { CallOptions } from '@keyrack/http';
import { Secret } from '@keyrack/secret';
import type { RawCallOptions, ReadCallOptions } from '../call-options.ts';
import type { Caller } from '../caller.ts';
import { wrong } from '../configuration-error.ts';
import { fieldList } from '../fields.ts';
import type { Columns } from '../fields.ts';
import { toFilter } from '../filter/filter-object.ts';
import type { FilterInput } from '../filter/filter-object.ts';
import { splitFields } from '../read-options.ts';
import type { ReadRowOptions } from '../read-options.ts';
import { checkQuery } from '../list-query.ts';
import type { ListRange, PagingOptions } from '../list-query.ts';
import { requiredRowKey } from '../reference.ts';
import type { KeyedRow } from '../pages.ts';
import { Table } from '../table.ts';
import type { RowKey } from '../table.ts';

/** A row of any table, its columns by their names on the wire. */
export type AnyRow = Readonly<Record<string, unknown>>;

/** What was asked for of a row, and its `$key`. */
export type AskedRow<Row, Entry extends string> = { readonly $key: RowKey } & Pick<Columns<Row, Entry>, Asked<Row, Entry>>;

type Asked<Row, Entry extends string> = Extract<keyof Columns<Row, Entry>, Entry extends `${string} as ${infer Alias}` ? Alias : Entry>;

/** Which rows are meant, and what of them is read. */
interface Choice<Row, Entry extends string> {
  /** The fields to read; `$key` is read in any case. `all` stands for the table's own columns. */
  readonly fields: readonly Entry[];
  readonly filter?: FilterInput<Row>;
}

/** Which rows are listed, and in which order. */
export interface TableQuery<Row, Entry extends string> extends Choice<Row, Entry>, ListRange {}

/** Which rows are listed page by page, in ascending order of their keys. */
export interface AllRowsQuery<Row, Entry extends string> extends Choice<Row, Entry>, PagingOptions {}

/** What the creation of a row in any table is answered with. */
export interface CreatedTableRow {
  /** The `$key`. */
  readonly key: RowKey;
  /** What the table adds to its receipts: a task, a one-time secret, which is a {@link Secret}. Empty where it adds nothing. */
  readonly response: AnyRow;
}

/**
 * Any table of a system, for what this client has no class for. Nothing is checked but the form: names that the table does not
 * know are dropped by the system without a word, and columns come as they were sent.
 */
export class TableResource<Row = AnyRow> {
  readonly #table: Table;

  /** @throws {ConfigurationError} for a name that would lead to another address. */
  constructor(caller: Caller, name: string) {
    if (typeof name !== 'string' || !/^\w+$/.test(name)) throw wrong('the name of a table has letters, digits and underscores');
    this.#table = new Table(caller, name);
  }

  /**
   * Reads rows in one answer.
   *
   * Source: `GET /api/v4/{table}`
   * @throws {ConfigurationError} for a query that would mean more than it says.
   * @throws {HttpError}
   */
  list(query: TableQuery<Row, string>, options: RawCallOptions): Promise<unknown>;
  list<const Entry extends string>(query: TableQuery<Row, Entry>, options?: ReadCallOptions): Promise<readonly AskedRow<Row, Entry>[]>;
  async list(query: TableQuery<Row, string>, options?: ReadCallOptions): Promise<unknown> {
    checkQuery(query, ['fields', 'filter', 'sort', 'limit', 'offset'], ['fields', 'filter']);
    const { sort, limit, offset } = query;
    return this.#table.list({ ...rowsOf(query), sort, limit, offset }, { decode: decodeRow }, options);
  }

  /**
   * The same rows one by one, in ascending order of their keys, read page by page.
   *
   * Source: `GET /api/v4/{table}`
   * @throws {ConfigurationError} for a query that would mean more than it says.
   * @throws {HttpError}
   */
  async *listAll<const Entry extends string>(
    query: AllRowsQuery<Row, Entry>,
    options?: CallOptions,
  ): AsyncGenerator<AskedRow<Row, Entry>, void, undefined> {
    checkQuery(query, ['fields', 'filter', 'limit', 'offset', 'pageSize'], ['fields', 'filter']);
    const { limit, offset, pageSize } = query;
    const pages = this.#table.pages({ ...rowsOf(query), limit, offset, pageSize }, decodeKeyedRow, options);
    // The columns are what was asked for; see the class.
    for await (const page of pages) for (const { row } of page) yield row as AskedRow<Row, Entry>;
  }

  /**
   * Reads one row.
   *
   * Source: `GET /api/v4/{table}/{key}`
   * @throws {NotFoundError}
   * @throws {HttpError}
   */
  get(key: RowKey, options: RawCallOptions & { readonly fields: readonly string[] }): Promise<unknown>;
  get<const Entry extends string>(key: RowKey, options: CallOptions & { readonly fields: readonly Entry[] }): Promise<AskedRow<Row, Entry>>;
  async get(key: RowKey, given: ReadRowOptions): Promise<unknown> {
    const { fields, options } = splitFields(given);
    return this.#table.get(key, askedFields(fields), { decode: decodeRow, options });
  }

  /**
   * Makes a row. Never repeated on its own.
   *
   * Source: `POST /api/v4/{table}`
   * @throws {ConflictError} when there is such a row.
   * @throws {ValidationError}
   * @throws {HttpError}
   */
  create(row: Partial<Row>, options: RawCallOptions): Promise<unknown>;
  create(row: Partial<Row>, options?: ReadCallOptions): Promise<CreatedTableRow>;
  async create(row: Partial<Row>, options?: ReadCallOptions): Promise<unknown> {
    return this.#table.create(row, decodeCreated, options);
  }

  /**
   * Sets columns of a row: what is given, and nothing else. Send only what changes; a row that was read holds columns that the
   * system refuses.
   *
   * Source: `PUT /api/v4/{table}/{key}`
   * @throws {NotFoundError}
   * @throws {ValidationError}
   * @throws {HttpError}
   */
  async update(key: RowKey, changes: Partial<Row>, options?: CallOptions): Promise<void> {
    return this.#table.update(key, changes, options);
  }

  /**
   * Deletes a row. When an answer is lost and the repetition finds none any more, the work is done.
   *
   * Source: `DELETE /api/v4/{table}/{key}`
   * @throws {NotFoundError} when there was none to begin with.
   * @throws {HttpError}
   */
  async delete(key: RowKey, options?: CallOptions): Promise<void> {
    return this.#table.delete(key, options);
  }

  /**
   * Lets a row do something, and gives the JSON of the answer. Never repeated on its own. Other actions are rows of tables of
   * their own: `table('vm_actions').create({ vm: 7, action: 'poweron' })`. It is sent as the vendor's Python client sends it; not
   * tried on any system.
   *
   * Source: `PUT /api/v4/{table}/{key}?action={name}`
   * @throws {NotFoundError}
   * @throws {ValidationError}
   * @throws {HttpError}
   */
  async action(key: RowKey, name: string, given: ReadCallOptions & { readonly parameters?: AnyRow } = {}): Promise<unknown> {
    const { parameters = {}, ...options } = checkObject('vergeos', 'the options of a call', given);
    if (typeof name !== 'string' || !/^\w+$/.test(name)) throw wrong('the name of an action has letters, digits and underscores');
    return this.#table.act(key, { name, parameters }, options);
  }

  /**
   * Reads what the system says about the columns of the table. The form of the answer is not documented.
   *
   * Source: `GET /api/v4/{table}/$table`
   * @throws {PermissionError} without the rights of an administrator.
   * @throws {HttpError}
   */
  schema(options?: CallOptions): Promise<unknown> {
    return this.#table.schema(options);
  }
}

function rowsOf({ fields, filter }: Choice<unknown, string>): { readonly fields: string; readonly filter?: ReturnType<typeof toFilter> } {
  return { fields: askedFields(fields), ...(filter === undefined ? {} : { filter: toFilter(filter) }) };
}

/** Without `fields` a table answers with little more than its keys, and with another little on each. */
function askedFields(fields: readonly string[] | undefined): string {
  if (fields === undefined) throw wrong('fields must name what is read of the rows; "all" stands for the own columns of a table');
  return fieldList(['$key'], fields);
}

function decodeRow(row: unknown, index?: number): unknown {
  return decodeKeyedRow(row, index).row;
}

function decodeKeyedRow(row: unknown, index?: number): KeyedRow & { readonly row: unknown } {
  return { key: requiredRowKey(JsonReader.of(row, '', index).unknown('$key'), index), row };
}

/** The members of a receipt that only say where the new row stands. */
const placeNames: readonly string[] = ['$key', '$row', 'location', 'dbpath', 'response'];
/** Members that hold what grants access, wherever they have been seen. */
const secretNames: readonly string[] = ['private_key', 'token', 'password', 'secret'];

function decodeCreated(body: unknown): CreatedTableRow {
  const reader = JsonReader.of(body);
  const beside = entriesOf(body).filter(([name]) => !placeNames.includes(name));
  const added = [...beside, ...entriesOf(reader.unknown('response'))];
  const wrapped = added.map(([name, value]) => [name, isSecret(name, value) ? new Secret(value) : value] as const);
  return { key: requiredRowKey(reader.unknown('$key')), response: Object.fromEntries(wrapped) };
}

function entriesOf(value: unknown): readonly (readonly [string, unknown])[] {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
}

function isSecret(name: string, value: unknown): value is string {
  return secretNames.includes(name) && typeof value === 'string' && value !== '';
}

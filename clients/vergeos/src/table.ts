import type { AnswerToDecode, CallOptions } from '@keyrack/http';
import { checkObject, ResponseShapeError } from '@keyrack/http';
import type { ReadCallOptions } from './call-options.ts';
import type { Caller } from './caller.ts';
import { wrong } from './configuration-error.ts';
import { NotFoundError } from './errors.ts';
import { queryParameters, wholeNumber } from './list-query.ts';
import type { RowsQuery } from './list-query.ts';
import { readPages } from './pages.ts';
import type { KeyedRow } from './pages.ts';

/** The `$key` of a row: a whole number, or on some tables a text of 40 hex digits or a UUID. */
export type RowKey = number | string;

/** Reads one row. @param index - where it stands in its list; absent: it is the answer. */
export type DecodeRow<Row> = (row: unknown, index?: number) => Row;

/** How the rows of a list are read, and which of them are given. */
export interface RowReader<Row> {
  readonly decode: DecodeRow<Row>;
  /** A second look at each row: a filter that the system reads in another way must not bring the rows of others. */
  readonly isMeant?: ((row: Row) => boolean) | undefined;
}

/** One row that is looked for by something else than its key. */
export interface SoughtRow<Row> {
  /** What is looked for, without its value: `user of this name`. */
  readonly what: string;
  readonly decode: DecodeRow<Row>;
  readonly isMeant: (row: Row) => boolean;
}

const firstPageSize = 1_000;

/** The calls that every table takes, under its own address. */
export class Table {
  readonly #caller: Caller;
  readonly #collection: string;
  readonly #single: string;

  /** @param name - as it stands in the address. */
  constructor(caller: Caller, name: string) {
    this.#caller = caller;
    this.#collection = `/api/v4/${name}`;
    this.#single = `${this.#collection}/{key}`;
  }

  /** An answer without a body is an empty list, and a single row a list of one. */
  async list<Row>(query: RowsQuery, { decode, isMeant }: RowReader<Row>, options?: ReadCallOptions): Promise<readonly Row[]> {
    const decodeRows = (body: unknown): readonly Row[] => {
      const rows = rowsOf(body).map((row, index) => decode(row, index));
      return isMeant === undefined ? rows : rows.filter(isMeant);
    };
    return this.#caller.read({ method: 'GET', route: this.#collection, query: queryParameters(query), decode: decodeRows }, options);
  }

  /** The first row that is meant. @throws {NotFoundError} when there is none. */
  async find<Row>(query: RowsQuery, { what, decode, isMeant }: SoughtRow<Row>, options?: ReadCallOptions): Promise<Row> {
    const decodeRows = (body: unknown, answer: AnswerToDecode): Row => {
      const rows = rowsOf(body).map((row, index) => decode(row, index));
      const found = rows.find(isMeant);
      if (found === undefined) throw this.#notFound(what, answer);
      return found;
    };
    return this.#caller.read({ method: 'GET', route: this.#collection, query: queryParameters(query), decode: decodeRows }, options);
  }

  /** Every row in ascending order of its key, page by page. Who gives its rows one by one does so in a loop: `yield*` takes four times as long. */
  async *pages<Row extends KeyedRow>(
    query: Omit<RowsQuery, 'sort'> & { readonly pageSize?: number | undefined },
    decode: DecodeRow<Row>,
    options?: CallOptions,
  ): AsyncGenerator<readonly Row[], void, undefined> {
    const { limit, offset = 0, pageSize = firstPageSize, ...rows } = query;
    const most = limit === undefined ? Infinity : wholeNumber('limit', limit, { least: 1 });
    let given = 0;
    const paged = readPages<Row>({
      offset: wholeNumber('offset', offset, { least: 0 }),
      pageSize: wholeNumber('pageSize', pageSize, { least: 2, most: 100_000 }),
      read: async (page) => {
        const read: unknown = await this.list({ ...rows, ...page, sort: '+$key' }, { decode }, options);
        // The types of `prepare` have no iterations; a program without types may come here all the same.
        if (!Array.isArray(read)) throw wrong('an iteration cannot be prepared: it is as many calls as there are pages');
        return read as readonly Row[];
      },
      broken: (reason) => this.#broken(reason),
    });
    for await (const page of paged) {
      yield page.slice(0, most - given);
      given += page.length;
      if (given >= most) return;
    }
  }

  /** An answer without a body means the same as 404. */
  async get<Row>(
    key: RowKey,
    fields: string,
    { decode, options }: { readonly decode: DecodeRow<Row>; readonly options?: ReadCallOptions | undefined },
  ): Promise<Row> {
    const decodeRow = (body: unknown, answer: AnswerToDecode): Row => {
      if (body === undefined || body === null) throw new NotFoundError(answer.errorDetails());
      return decode(body);
    };
    return this.#caller.read(
      { method: 'GET', route: this.#single, parameters: { key: checkRowKey(key) }, query: { fields }, decode: decodeRow },
      options,
    );
  }

  /** Never repeated: after a lost answer there would be two rows. The answer is a receipt, not the row. */
  async create<Receipt>(
    body: object,
    decode: (body: unknown, answer: AnswerToDecode) => Receipt,
    options?: ReadCallOptions,
  ): Promise<Receipt> {
    return this.#caller.read({ method: 'POST', route: this.#collection, body: checkObject('vergeos', 'a row', body), decode }, options);
  }

  /** Sets the columns that are given; names that the table does not know are dropped by the system without a word. */
  async update(key: RowKey, body: object, options?: CallOptions): Promise<void> {
    const call = {
      method: 'PUT',
      route: this.#single,
      parameters: { key: checkRowKey(key) },
      body: checkObject('vergeos', 'a change', body),
    } as const;
    return this.#caller.change(call, options);
  }

  async delete(key: RowKey, options?: CallOptions): Promise<void> {
    return this.#caller.change({ method: 'DELETE', route: this.#single, parameters: { key: checkRowKey(key) } }, options);
  }

  /** Lets a row do something. What actions do differs from table to table, so none is ever repeated. */
  async act(key: RowKey, action: { readonly name: string; readonly parameters: object }, options?: ReadCallOptions): Promise<unknown> {
    const { name, parameters } = action;
    const body = checkObject('vergeos', 'the parameters of an action', parameters);
    const decode = (answer: unknown): unknown => answer;
    return this.#caller.read(
      { method: 'PUT', route: this.#single, parameters: { key: checkRowKey(key) }, query: { action: name }, body, decode },
      options,
    );
  }

  /** What the system says about the columns of the table. */
  async schema(options?: CallOptions): Promise<unknown> {
    return this.#caller.read({ method: 'GET', route: `${this.#collection}/$table`, decode: (answer) => answer }, options);
  }

  #notFound(what: string, answer: AnswerToDecode): NotFoundError {
    const advice = 'Compare the letter case too: names are compared exactly.';
    return new NotFoundError(answer.errorDetails(), { fault: `GET ${this.#collection}: there is no ${what}`, advice });
  }

  #broken(reason: string): ResponseShapeError {
    const details = { system: 'vergeos', method: 'GET', route: this.#collection, attempts: 1, status: 200 } as const;
    const words = { fault: `GET ${this.#collection}: the list does not hold together: ${reason}`, advice: 'List again.' };
    return new ResponseShapeError(words, { ...details, outcome: 'not-applied', retryable: false });
  }
}

/** @throws {ConfigurationError} unless it can be the `$key` of a row that is counted. */
export function checkKey(key: number): number {
  return wholeNumber('a key', key, { least: 1 });
}

/** @throws {ConfigurationError} unless it can be the `$key` of any row. */
function checkRowKey(key: RowKey): RowKey {
  if (typeof key === 'string' && /^[\w-]{1,128}$/.test(key)) return key;
  return checkKey(typeof key === 'number' ? key : Number.NaN);
}

function rowsOf(body: unknown): readonly unknown[] {
  if (body === undefined || body === null) return [];
  return Array.isArray(body) ? body : [body];
}

import { LifecycleError } from '@keyrack/contracts';
import { Secret } from '@keyrack/secret';
import type { Host } from '../host.ts';
import { OutputError } from '../host.ts';
import type { OutputFormat } from './format.ts';
import { listWriter } from './list-writer.ts';
import type { ListView } from './list-writer.ts';
import { printRecord } from './print-record.ts';

type Row = Readonly<Record<string, unknown>>;

/** How a list of objects of any kind is printed. */
export interface ObjectListing {
  readonly format: OutputFormat;
  /** Stops there. @default never */
  readonly most?: number | undefined;
  /** The members that a table shows, where the first object has more than one of them. @default the first five */
  readonly columnNames?: readonly string[];
}

/**
 * Prints one object. Secrets in it are shown this once: in their places in the machine formats, alone on standard output for people and
 * pipes, with the rest on standard error.
 *
 * @throws {LifecycleError} when nobody took them.
 */
export async function printObject(host: Host, format: OutputFormat, item: object): Promise<void> {
  const row = plain(item) as Row; // an object stays one
  const fields = Object.keys(row);
  const secrets = secretsIn(item);
  const view = { fields, lines: fields.map((name) => ({ title: name, cell: (record: Row) => cellOf(record[name]) })) };
  try {
    if (format !== 'table') return await printRecord(host, format, { record: format === 'csv' ? flat(row) : row, view });
    if (secrets.length === 0) return await printRecord(host, format, { record: row, view });
    await host.output.write(secrets.map((secret) => `${secret.reveal()}\n`).join(''));
  } catch (error) {
    if (!(error instanceof OutputError) || secrets.length === 0) throw error;
    throw new LifecycleError(`The secret could not be written: ${error.message}`, {
      outcome: 'applied',
      advice: 'It is lost: remove what it belongs to, or give it another.',
    });
  }
  await printRecord({ ...host, output: host.errors }, format, { record: plain(item, 'masked') as Row, view });
}

/** Prints a list as it comes; gives how many there were. */
export async function printObjects(
  host: Host,
  { format, most = Number.POSITIVE_INFINITY, columnNames = [] }: ObjectListing,
  pages: AsyncIterable<readonly object[]>,
): Promise<number> {
  let writer: ReturnType<typeof listWriter<Row>> | undefined;
  let count = 0;
  for await (const items of pages) {
    const rows = items.slice(0, most - count).map((item) => plain(item) as Row); // an object stays one
    const [first] = rows;
    if (first === undefined) continue;
    writer ??= listWriter<Row>(format, host.output, viewOf(first, columnNames));
    await writer.write(format === 'csv' ? rows.map(flat) : rows);
    count += rows.length;
    if (count >= most) break;
  }
  await (writer ?? listWriter<Row>(format, host.output, viewOf({ id: null }, columnNames))).end();
  if (count === 0 && format === 'table') await host.errors.write('There is nothing.\n');
  return count;
}

/** The same for a list that comes item by item. */
export async function printItems(host: Host, listing: ObjectListing, items: AsyncIterable<object>): Promise<number> {
  return printObjects(host, listing, inChunks(items));
}

/** What is written at once: a terminal must not wait, and a file must not be written item by item. */
const itemsAtOnce = 1_000;

async function* inChunks(items: AsyncIterable<object>): AsyncIterable<readonly object[]> {
  let chunk: object[] = [];
  for await (const item of items) {
    chunk.push(item);
    if (chunk.length < itemsAtOnce) continue;
    yield chunk;
    chunk = [];
  }
  yield chunk;
}

function viewOf(first: Row, columnNames: readonly string[]): ListView<Row> {
  const fields = Object.keys(first);
  const known = columnNames.filter((name) => fields.includes(name));
  const shown = known.length > 1 ? known : fields.slice(0, 5);
  return { fields, columns: shown.map((name) => ({ title: name.replaceAll('_', ' ').toUpperCase(), cell: (row) => cellOf(row[name]) })) };
}

function cellOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return value === null || value === undefined ? '' : JSON.stringify(value);
}

function flat(row: Row): Row {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, typeof value === 'object' && value !== null ? cellOf(value) : value]),
  );
}

/** A copy as JSON can hold it, its secrets as texts. */
function plain(value: unknown, secrets: 'shown' | 'masked' = 'shown'): unknown {
  if (Secret.isSecret(value)) return secrets === 'shown' ? value.reveal() : String(value);
  if (Array.isArray(value)) return value.map((item) => plain(item, secrets));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, plain(inner, secrets)]));
}

function secretsIn(value: unknown): readonly Secret[] {
  if (Secret.isSecret(value)) return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(secretsIn) : [];
}

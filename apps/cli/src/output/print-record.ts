import type { Host } from '../host.ts';
import displayWidth from 'fast-string-width';
import type { OutputFormat } from './format.ts';
import type { Column } from './table.ts';
import { listWriter } from './list-writer.ts';
import { paint } from './paint.ts';
import { printable } from './printable.ts';

/** How one record is shown by itself: its lines for people, its fields for CSV. */
export interface RecordView<Row extends object> {
  readonly fields: readonly (keyof Row & string)[];
  /** Lines whose cell is empty are left out. */
  readonly lines: readonly Column<Row>[];
}

/** Prints one record; JSON and YAML give the object itself, not a list of one. */
export async function printRecord<Row extends object>(
  host: Host,
  format: OutputFormat,
  { record, view }: { readonly record: Row; readonly view: RecordView<Row> },
): Promise<void> {
  switch (format) {
    case 'table':
      return host.output.write(describe(host, record, view));
    case 'json':
      return host.output.write(`${JSON.stringify(record, null, 2)}\n`);
    case 'yaml': {
      const { stringify } = await import('yaml');
      return host.output.write(stringify(record, { aliasDuplicateObjects: false }));
    }
    case 'jsonl':
    case 'csv': {
      const writer = listWriter<Row>(format, host.output, { fields: view.fields, columns: [] });
      await writer.write([record]);
      return writer.end();
    }
  }
}

function describe<Row extends object>(host: Host, record: Row, view: RecordView<Row>): string {
  const lines = view.lines.map(({ title, cell }) => ({ title, text: printable(cell(record)) })).filter(({ text }) => text !== '');
  const width = Math.max(...lines.map(({ title }) => displayWidth(title)));
  return lines.map(({ title, text }) => `${paint(host.output, 'bold', title.padEnd(width))}  ${text}\n`).join('');
}

import type { TextOutput } from '../host.ts';
import type { OutputFormat } from './format.ts';
import type { Column } from './table.ts';
import { TableLayout } from './table.ts';

/** How records of one kind are shown. */
export interface ListView<Row extends object> {
  /** The machine formats' fields; their order is part of the interface. */
  readonly fields: readonly (keyof Row & string)[];
  readonly columns: readonly Column<Row>[];
}

/** Prints a listing piece by piece, so that it is never held whole. */
export interface ListWriter<Row> {
  write(rows: readonly Row[]): Promise<void>;
  /** Writes what closes the format, also after no rows at all. */
  end(): Promise<void>;
}

/** The writer of one format. The libraries behind CSV and YAML are loaded when they are first needed. */
export function listWriter<Row extends object>(format: OutputFormat, output: TextOutput, view: ListView<Row>): ListWriter<Row> {
  switch (format) {
    case 'table':
      return tableWriter(output, view);
    case 'json':
      return jsonWriter(output);
    case 'jsonl':
      return { write: (rows) => output.write(rows.map((row) => `${JSON.stringify(row)}\n`).join('')), end: async () => {} };
    case 'csv':
      return csvWriter(output, view);
    case 'yaml':
      return yamlWriter(output);
  }
}

function tableWriter<Row extends object>(output: TextOutput, view: ListView<Row>): ListWriter<Row> {
  const layout = new TableLayout(view.columns, output);
  return {
    write: async (rows) => (rows.length > 0 ? output.write(layout.render(rows)) : undefined),
    end: async () => {},
  };
}

function jsonWriter<Row>(output: TextOutput): ListWriter<Row> {
  let opened = false;
  return {
    async write(rows) {
      if (rows.length === 0) return;
      const items = rows.map((row) => `  ${JSON.stringify(row)}`).join(',\n');
      await output.write((opened ? ',\n' : '[\n') + items);
      opened = true;
    },
    end: () => output.write(opened ? '\n]\n' : '[]\n'),
  };
}

function csvWriter<Row extends object>(output: TextOutput, view: ListView<Row>): ListWriter<Row> {
  let header = true;
  const write = async (rows: readonly Row[]): Promise<void> => {
    const { stringify } = await import('csv-stringify/sync');
    // A name from a foreign system must not become a formula in somebody's spreadsheet.
    await output.write(stringify([...rows], { header, columns: [...view.fields], escape_formulas: true, cast: { boolean: String } }));
    header = false;
  };
  return { write: (rows) => (rows.length > 0 ? write(rows) : Promise.resolve()), end: () => (header ? write([]) : Promise.resolve()) };
}

function yamlWriter<Row>(output: TextOutput): ListWriter<Row> {
  let empty = true;
  return {
    async write(rows) {
      if (rows.length === 0) return;
      empty = false;
      const { stringify } = await import('yaml');
      await output.write(stringify(rows, { aliasDuplicateObjects: false }));
    },
    end: async () => (empty ? output.write('[]\n') : undefined),
  };
}

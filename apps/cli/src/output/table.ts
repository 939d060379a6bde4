import displayWidth from 'fast-string-width';
import type { TextOutput } from '../host.ts';
import { paint } from './paint.ts';
import { printable } from './printable.ts';

/** One column of a table. */
export interface Column<Row> {
  readonly title: string;
  readonly cell: (row: Row) => string;
  /** Figures stand on the right. @default left */
  readonly align?: 'left' | 'right';
  /** Left out where a terminal is too narrow, the last such column first. A pipe always gets every column. @default false */
  readonly ifRoom?: boolean;
}

/** What a table needs to know of where it is printed. */
export type TableOutput = Pick<TextOutput, 'hasColors' | 'isTerminal' | 'columns'>;

const gap = '  ';
/** Most cells are of this kind, and then as wide as they are long. */
const plain = /^[\x20-\x7e]*$/;
/** The last column may hold free text, which wraps by itself; this much of it should stand on the line. */
const freeTextWidth = 24;

/**
 * Lays rows out in columns, page by page: widths only ever grow, so a long listing streams and nothing is cut off.
 */
export class TableLayout<Row> {
  readonly #output: TableOutput;
  #columns: readonly Column<Row>[];
  #widths: number[];
  #headerDue = true;

  constructor(columns: readonly Column<Row>[], output: TableOutput) {
    this.#columns = columns;
    this.#output = output;
    this.#widths = columns.map(({ title }) => displayWidth(title));
  }

  /** The lines of these rows; the first call begins with the titles and decides which columns there is room for. */
  render(rows: readonly Row[]): string {
    let cells = this.#measure(rows);
    while (this.#headerDue && this.#isTooWide() && this.#dropColumn()) cells = this.#measure(rows);
    const lines = cells.map((line) => this.#line(line));
    if (this.#headerDue) lines.unshift(paint(this.#output, 'bold', this.#line(this.#columns.map(({ title }) => title))));
    this.#headerDue = false;
    return lines.map((line) => `${line}\n`).join('');
  }

  #measure(rows: readonly Row[]): readonly (readonly string[])[] {
    const cells = rows.map((row) => this.#columns.map(({ cell }) => safe(cell(row)) || '-'));
    for (const line of cells) this.#widths = this.#widths.map((width, index) => Math.max(width, widthOf(line[index] ?? '')));
    return cells;
  }

  #isTooWide(): boolean {
    const fixed = this.#widths.slice(0, -1).reduce((sum, width) => sum + width + gap.length, 0);
    return this.#output.isTerminal && fixed + Math.min(this.#widths.at(-1) ?? 0, freeTextWidth) > this.#output.columns;
  }

  #dropColumn(): boolean {
    const last = this.#columns.findLast(({ ifRoom }) => ifRoom);
    this.#columns = this.#columns.filter((column) => column !== last);
    this.#widths = this.#columns.map(({ title }) => displayWidth(title));
    return last !== undefined;
  }

  #line(cells: readonly string[]): string {
    const padded = cells.map((text, index) => {
      const padding = ' '.repeat(Math.max(0, (this.#widths[index] ?? 0) - widthOf(text)));
      return this.#columns[index]?.align === 'right' ? padding + text : text + padding;
    });
    return padded.join(gap).trimEnd();
  }
}

function safe(text: string): string {
  return plain.test(text) ? text : printable(text);
}

function widthOf(text: string): number {
  return plain.test(text) ? text.length : displayWidth(text);
}

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
/** Most cells are of this kind, and then as wide as they are long: measured so, a thousand rows take half the time. */
const plain = /^[\x20-\x7e]*$/;
/** The last column may hold free text, which wraps by itself; this much of it should stand on the line. */
const freeTextWidth = 24;

/** Rows as texts that a terminal may show. */
interface Page {
  readonly cells: readonly (readonly string[])[];
  /** Every text is as wide as it is long. */
  readonly isPlain: boolean;
}

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
    let page = this.#measure(rows);
    while (this.#headerDue && this.#isTooWide() && this.#dropColumn()) page = this.#measure(rows);
    const lines = page.cells.map((line) => this.#line(line, page.isPlain));
    const titles = this.#columns.map(({ title }) => title);
    if (this.#headerDue) lines.unshift(paint(this.#output, 'bold', this.#line(titles, true)));
    this.#headerDue = false;
    return lines.map((line) => `${line}\n`).join('');
  }

  #measure(rows: readonly Row[]): Page {
    const given = rows.map((row) => this.#columns.map(({ cell }) => cell(row) || '-'));
    const isPlain = given.every((line) => plain.test(line.join('')));
    const cells = isPlain ? given : given.map((line) => line.map(printable));
    for (const line of cells) {
      line.forEach((text, index) => {
        const width = isPlain ? text.length : displayWidth(text);
        if (width > (this.#widths[index] ?? 0)) this.#widths[index] = width;
      });
    }
    return { cells, isPlain };
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

  #line(cells: readonly string[], isPlain: boolean): string {
    const padded = cells.map((text, index) => {
      const width = (this.#widths[index] ?? 0) + (isPlain ? 0 : text.length - displayWidth(text));
      return this.#columns[index]?.align === 'right' ? text.padStart(width) : text.padEnd(width);
    });
    return padded.join(gap).trimEnd();
  }
}

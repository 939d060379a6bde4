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
}

const gap = '  ';

/**
 * Lays rows out in columns, page by page: widths only ever grow, so a long listing streams and nothing is cut off.
 */
export class TableLayout<Row> {
  readonly #columns: readonly Column<Row>[];
  readonly #output: Pick<TextOutput, 'hasColors'>;
  readonly #widths: number[];
  #headerDue = true;

  constructor(columns: readonly Column<Row>[], output: Pick<TextOutput, 'hasColors'>) {
    this.#columns = columns;
    this.#output = output;
    this.#widths = columns.map(({ title }) => displayWidth(title));
  }

  /** The lines of these rows; the first call begins with the titles. */
  render(rows: readonly Row[]): string {
    const cells = rows.map((row) => this.#columns.map(({ cell }) => printable(cell(row)) || '-'));
    for (const line of cells) line.forEach((text, index) => (this.#widths[index] = Math.max(this.#widths[index] ?? 0, displayWidth(text))));
    const lines = cells.map((line) => this.#line(line));
    if (this.#headerDue) lines.unshift(paint(this.#output, 'bold', this.#line(this.#columns.map(({ title }) => title))));
    this.#headerDue = false;
    return lines.map((line) => `${line}\n`).join('');
  }

  #line(cells: readonly string[]): string {
    const padded = cells.map((text, index) => {
      const padding = ' '.repeat(Math.max(0, (this.#widths[index] ?? 0) - displayWidth(text)));
      return this.#columns[index]?.align === 'right' ? padding + text : text + padding;
    });
    return padded.join(gap).trimEnd();
  }
}

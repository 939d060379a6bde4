import { expect, test } from 'vitest';
import type { Column } from './table.ts';
import { TableLayout } from './table.ts';

interface Row {
  readonly name: string;
  readonly amount: number;
  readonly note: string;
}

const columns: readonly Column<Row>[] = [
  { title: 'NAME', cell: ({ name }) => name },
  { title: 'N', cell: ({ amount }) => String(amount), align: 'right' },
  { title: 'NOTE', cell: ({ note }) => note, ifRoom: true },
];
const pipe = { hasColors: false, isTerminal: false, columns: 80 };
const row = (name: string, amount = 1, note = ''): Row => ({ name, amount, note });

test('aligns columns, by what a terminal shows and not by characters', () => {
  const text = new TableLayout(columns, pipe).render([row('日本', 5, 'x'), row('abcd', 12)]);
  expect(text).toBe('NAME   N  NOTE\n日本   5  x\nabcd  12  -\n');
});

test('streams pages under one header, and widths only grow', () => {
  const layout = new TableLayout(columns, pipe);
  expect(layout.render([row('a')])).toBe('NAME  N  NOTE\na     1  -\n');
  expect(layout.render([row('a-long-name')])).toBe('a-long-name  1  -\n');
  expect(layout.render([row('b')])).toBe('b            1  -\n');
});

test('lets no name from a foreign system move the cursor, colour, or turn the text around', () => {
  const text = new TableLayout(columns, pipe).render([row('a\u001b[2Jb\n\u202ec')]);
  expect(text).toContain('a\\u001b[2Jb\\u000a\\u202ec');
  // oxlint-disable-next-line no-control-regex -- exactly these must be gone
  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
});

test('leaves out what there is no room for on a terminal, and nothing in a pipe', () => {
  const rows = [row('x'.repeat(20), 1, 'y'.repeat(10))];
  expect(new TableLayout(columns, { ...pipe, isTerminal: true, columns: 30 }).render(rows)).not.toContain('NOTE');
  expect(new TableLayout(columns, { ...pipe, isTerminal: true, columns: 80 }).render(rows)).toContain('NOTE');
  expect(new TableLayout(columns, { ...pipe, columns: 30 }).render(rows)).toContain('NOTE');
});

import { parse as parseYaml } from 'yaml';
import { describe, expect, test } from 'vitest';
import { fakeHost } from '../../test/support/fake-host.ts';
import type { OutputFormat } from './format.ts';
import type { ListView } from './list-writer.ts';
import { listWriter } from './list-writer.ts';

interface Row {
  readonly name: string;
  readonly limits: object;
  readonly ok: boolean;
  readonly at: string | null;
}

const view: ListView<Row> = { fields: ['name', 'limits', 'ok', 'at'], columns: [{ title: 'NAME', cell: ({ name }) => name }] };
const row = (name: string): Row => ({ name, limits: { bytes: 5 }, ok: true, at: null });

async function written(format: OutputFormat, pages: readonly (readonly Row[])[]): Promise<string> {
  const host = fakeHost();
  const writer = listWriter(format, host.output, view);
  for (const page of pages) await writer.write(page);
  await writer.end();
  return host.written.stdout;
}

const pages = [[row('a'), row('b: "c"\n')], [], [row('d')]];
const rows = pages.flat();

describe('a listing in pages', () => {
  test('is one document in every machine format', async () => {
    expect(JSON.parse(await written('json', pages))).toEqual(rows);
    expect(parseYaml(await written('yaml', pages))).toEqual(rows);
    const lines = (await written('jsonl', pages)).trimEnd().split('\n');
    expect(lines.map((line): unknown => JSON.parse(line))).toEqual(rows);
  });

  test('has one header in CSV, and objects as JSON', async () => {
    expect(await written('csv', pages)).toBe(
      'name,limits,ok,at\na,"{""bytes"":5}",true,\n"b: ""c""\n","{""bytes"":5}",true,\nd,"{""bytes"":5}",true,\n',
    );
  });

  test('is a valid document when it is empty', async () => {
    expect(JSON.parse(await written('json', []))).toEqual([]);
    expect(parseYaml(await written('yaml', []))).toEqual([]);
    expect(await written('jsonl', [[]])).toBe('');
    expect(await written('csv', [])).toBe('name,limits,ok,at\n');
    expect(await written('table', [])).toBe('');
  });

  test('makes no name a formula in a spreadsheet', async () => {
    expect(await written('csv', [[row('=HYPERLINK("x")')]])).toContain(`'=HYPERLINK`);
  });
});

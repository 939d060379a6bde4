import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { announcedOutput, programsIn, runDocumentProgram } from './document-programs.ts';

const folder = mkdtempSync(join(tmpdir(), 'keyrack-documents-'));
const document = pathToFileURL(join(folder, 'page.md'));
writeFileSync(
  document,
  "# Page\n\n## One\n\n```ts\nimport { sum } from 'sums';\nconst n: number = sum(1, 2);\nconsole.log(n, process.env['NAME']);\n// prints: 3 x\n```\n\n```sh\nls\n```\n\n### Two\n\n```ts\nthrow new Error('no');\n```\n",
);
afterAll(() => rmSync(folder, { recursive: true }));
const surroundings = { modules: { sums: { sum: (one: number, two: number) => one + two } }, environment: { NAME: 'x' } };

describe('the programs of a document', () => {
  const [one, two] = programsIn(document);

  test('are its TypeScript, each under its heading', () => {
    expect(programsIn(document).map(({ title }) => title)).toEqual(['One', 'Two']);
  });

  test('run as they stand, and print what they announce', async () => {
    expect(one && (await runDocumentProgram(one, surroundings))).toBe('3 x');
    expect(one && announcedOutput(one)).toBe('3 x');
  });

  test('fail as they fail', async () => {
    await expect(two && runDocumentProgram(two, surroundings)).rejects.toThrow('no');
    await expect(runDocumentProgram({ title: 'x', source: "import * as all from 'sums';" }, surroundings)).rejects.toThrow(
      'not of the form',
    );
  });
});

import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkDocumentPrograms, documentsWithPrograms } from '../document-programs.ts';
import { scratchCheckout } from './scratch-checkout.ts';

const root = join(import.meta.dirname, '../..');

test('every program in a README or a page of the documentation is one that the compiler takes', () => {
  const documents = documentsWithPrograms(root);
  expect(documents).toEqual(expect.arrayContaining(['README.md', 'engine/README.md', 'docs/outline/recipes.md']));
  expect(checkDocumentPrograms(root, documents)).toEqual([]);
});

test('a program that the compiler refuses is named by its document, its heading and its line', async () => {
  await using scratch = await scratchCheckout({
    'README.md':
      '# Rack\n\n```ts\nconst whole = 1;\nconsole.log(whole);\n```\n\n## Wrong\n\n```ts\nconst a: number = 1;\nconst b: string = a;\n```\n',
    'docs/given.md': '<!-- given: declare const known: number; -->\n\n```ts\nknown.toFixed();\nunknown.toFixed();\n```\n',
    'docs/x/api.md': '```ts\nnot a program\n```\n',
  });
  await mkdir(scratch.join('node_modules'));
  await symlink(join(root, 'node_modules/typescript'), scratch.join('node_modules/typescript'));
  await symlink(join(root, 'node_modules/@types'), scratch.join('node_modules/@types'));
  await writeFile(scratch.join('tsconfig.base.json'), '{"compilerOptions":{"strict":true,"module":"nodenext","types":["node"]}}');
  expect(checkDocumentPrograms(scratch.path, documentsWithPrograms(scratch.path))).toEqual([
    "README.md, \"Wrong\", line 2: error TS2322: Type 'number' is not assignable to type 'string'.",
    expect.stringMatching(/^docs\/given\.md, "", line 2: error TS\d+: .*'unknown'/),
  ]);
});

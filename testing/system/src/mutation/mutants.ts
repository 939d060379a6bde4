import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One planted fault: a text of a file that is replaced by another one. */
export interface Mutant {
  /** From the root of the repository. */
  readonly file: string;
  /** Where it begins, counted from 0. */
  readonly at: number;
  readonly original: string;
  readonly replacement: string;
  /** The line it stands in, for people. */
  readonly line: number;
}

/** Where every step of every operation is written. */
const folders = ['operations', 'operations/create', 'issue', 'rotate', 'revoke', 'suspend', 'change', 'adopt'].map(
  (folder) => `engine/src/${folder}`,
);

/** What no removed statement says. Each must be there, so that a list that has become old is noticed. */
const named: readonly { readonly file: string; readonly original: string; readonly replacement: string }[] = [
  { file: 'stores/sql/src/repositories/operations.ts', original: ".where('epoch', '=', expectedEpoch)", replacement: '' },
  { file: 'engine/src/operations/machine.ts', original: 'epoch: operation.epoch + 1', replacement: 'epoch: operation.epoch' },
  { file: 'engine/src/operations/supersede.ts', original: 'epoch: waiting.epoch + 1', replacement: 'epoch: waiting.epoch' },
  { file: 'engine/src/change/handler.ts', original: 'if (differing.length === 0) return;', replacement: 'return;' },
];

/**
 * All planted faults: each awaited call whose result nobody takes is left out (a journal write, a confirmation, a look at the
 * system), each guard of one line is, and the named ones.
 *
 * @param root - of the repository.
 */
export function mutants(root: string): readonly Mutant[] {
  const files = folders.flatMap((folder) =>
    readdirSync(join(root, folder))
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
      .map((name) => `${folder}/${name}`),
  );
  return [
    ...named.map((fault) => located(root, fault)),
    ...files.flatMap((file) => removals(file, readFileSync(join(root, file), 'utf8'))),
  ];
}

/** Every statement that can be left out. The formatter's indentation says where one ends. */
export function removals(file: string, text: string): readonly Mutant[] {
  const found: Mutant[] = [];
  const lines = text.split('\n');
  let at = 0;
  for (const [index, line] of lines.entries()) {
    const [indent = ''] = /^ */.exec(line) ?? [];
    const original = /^ *await /.test(line)
      ? statement(lines.slice(index), indent)
      : /^ *if \(.*\) (return|throw)\b.*;$/.test(line)
        ? line
        : null;
    if (original !== null) found.push({ file, at, original, replacement: '', line: index + 1 });
    at += line.length + 1;
  }
  return found;
}

/** The lines up to the first one that ends a statement at this depth. */
function statement(lines: readonly string[], indent: string): string {
  const end = lines.findIndex((line) => line.endsWith(';') && line.startsWith(indent) && !line.startsWith(`${indent} `));
  return lines.slice(0, end + 1).join('\n');
}

function located(root: string, { file, original, replacement }: (typeof named)[number]): Mutant {
  const text = readFileSync(join(root, file), 'utf8');
  const at = text.indexOf(original);
  if (at < 0) throw new Error(`${file} does not say ${original} any more`);
  return { file, at, original, replacement, line: text.slice(0, at).split('\n').length };
}

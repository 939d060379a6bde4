import { spawnSync } from 'node:child_process';
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A program of a document, and where it stands while its types are checked. */
interface Placed {
  readonly document: string;
  readonly title: string;
  readonly file: string;
}

/**
 * A heading, or a program. What a program takes for granted, such as a client that an earlier one has made, stands in a comment
 * before it, which readers do not see: `<!-- given: declare const text: string; -->`.
 */
const headingOrProgram = /^#{1,4} (?<heading>.+)$|(?:^<!-- given: (?<given>[^]*?) -->\n+)?^```ts\n(?<source>[^]*?)^```$/gm;

/** The documents whose programs a reader copies, by their paths in the repository. */
export function documentsWithPrograms(root: string): readonly string[] {
  // Pages that are made from the sources show signatures and types, not programs.
  const passedBy = (path: string): boolean => path.includes('node_modules') || /(?:^|\/)(?:api|types)\.md$/.test(path);
  return globSync(['README.md', '*/**/README.md', 'docs/**/*.md'], { cwd: root, exclude: passedBy }).toSorted();
}

/**
 * Checks the types of every TypeScript program in some documents, each as a module of its own.
 * @param root - the repository; the programs are written into a folder of it for a moment, so that they find its packages
 * @returns what the compiler says, with the document and the heading in the place of the file
 */
export function checkDocumentPrograms(root: string, documents: readonly string[]): readonly string[] {
  const folder = join(root, 'node_modules/.cache', `document-programs-${process.pid}`);
  mkdirSync(folder, { recursive: true });
  try {
    const placed = documents.flatMap((document) => place(root, document, folder));
    const options = { composite: false, noEmit: true, declaration: false, declarationMap: false, incremental: false };
    const settings = { extends: join(root, 'tsconfig.base.json'), compilerOptions: options, files: placed.map(({ file }) => file) };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(settings));
    const compiler = join(root, 'node_modules/typescript/bin/tsc');
    const { stdout, stderr } = spawnSync(process.execPath, [compiler, '-p', folder, '--pretty', 'false'], {
      cwd: folder,
      encoding: 'utf8',
    });
    return `${stdout}${stderr}`
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => inTheReadersWords(line, placed));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function place(root: string, document: string, folder: string): readonly Placed[] {
  const placed: Placed[] = [];
  let title = '';
  for (const { groups = {} } of readFileSync(join(root, document), 'utf8').matchAll(headingOrProgram)) {
    title = groups['heading'] ?? title;
    if (groups['source'] === undefined) continue;
    const file = `${document.replaceAll(/\W/g, '-')}-${placed.length + 1}.ts`;
    // On one line, so that the compiler's line numbers are the program's; one without an import is a module, too.
    const given = (groups['given'] ?? '').replaceAll('\n', ' ');
    writeFileSync(join(folder, file), `export {}; ${given}\n${groups['source']}`);
    placed.push({ document, title, file });
  }
  return placed;
}

/** The compiler names a file, a line and a column; a reader looks for the document, the heading and the line of the program. */
function inTheReadersWords(message: string, placed: readonly Placed[]): string {
  const [, file = '', line = '', rest = ''] = /^([^(]+)\((\d+),\d+\): (.*)$/.exec(message) ?? [];
  const found = placed.find((program) => program.file === file);
  return found === undefined ? message : `${found.document}, "${found.title}", line ${Number(line) - 1}: ${rest}`;
}

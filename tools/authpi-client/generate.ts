// Writes the parts of clients/authpi and of the command line that follow from the contract of the API: run it after a change of either.
//   node --conditions=@keyrack/source tools/authpi-client/generate.ts
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runProgram } from '../check/program.ts';
import { commandTable } from './commands.ts';
import { readContract } from './contract.ts';
import { methodTable, methodTableFile } from './documents.ts';
import { header } from './naming.ts';
import { resourceFiles } from './resources.ts';
import { scopeFiles } from './scopes.ts';
import { typeFiles, typeNames } from './types.ts';

const root = join(import.meta.dirname, '../..');

/** Writes every file below the folder of the package and formats the sources; gives their paths within it. */
export async function writeClient(folder: string): Promise<readonly string[]> {
  const contract = readContract(root);
  const resources = resourceFiles(contract);
  const sources = new Map([...typeFiles(contract), ...resources, ...scopeFiles(contract), ['api-types.ts', typeIndex()]]);
  const files = new Map(Array.from(sources, ([file, text]) => [`src/${file}`, text] as const));
  for (const [file, text] of files) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  await format(
    folder,
    [...sources.keys()].map((file) => join(folder, 'src', file)),
  );
  return [...files.keys()];

  /** What users can name: every type, resource and query. */
  function typeIndex(): string {
    const exported = new Map(Array.from(typeNames(contract), ([file, names]) => [`types/${file}.ts`, names]));
    for (const [file, text] of resources)
      exported.set(
        file,
        Array.from(text.matchAll(/^export (?:class|interface) (\w+)/gm), ([, name = '']) => name),
      );
    const lines = [...exported].toSorted(([one], [other]) => (one < other ? -1 : 1));
    return header + lines.map(([file, names]) => `export type { ${names.toSorted().join(', ')} } from './${file}';\n`).join('');
  }
}

/** Where the table of `keyrack authpi` stands, within the repository. */
const commandTableFile = 'apps/cli/src/commands/authpi/methods.ts';

/** Writes what stands outside of the package, below a folder that stands for the repository; gives the paths within it. */
export async function writeTables(folder: string): Promise<readonly string[]> {
  const contract = readContract(root);
  const files = new Map([
    [commandTableFile, commandTable(contract)],
    [methodTableFile, methodTable(contract)],
  ]);
  for (const [file, text] of files) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  await format(folder, [join(folder, commandTableFile)]);
  return [...files.keys()];
}

async function format(folder: string, paths: readonly string[]): Promise<void> {
  const formatter = join(root, 'node_modules/oxfmt/bin/oxfmt');
  const { ok, output } = await runProgram(formatter, ['-c', join(root, '.oxfmtrc.json'), '--write', ...paths], { cwd: folder });
  if (!ok) throw new Error(`what was written cannot be formatted:\n${output}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const written = await writeClient(join(root, 'clients/authpi'));
  const tables = await writeTables(root);
  console.log(`${written.length + tables.length} files written`);
}

import { execFile } from 'node:child_process';
import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { runProgram } from '../check/program.ts';
import { readWorkspaces, type Workspace } from '../check/workspace.ts';
import { npmCommand } from '../run/install.mjs';
import { bundleCommandLine } from './bundle.ts';

const run = promisify(execFile);

/** What {@link packPackages} packs, and where to. */
export interface PackOptions {
  readonly root: string;
  /** Gets the tarballs; made if need be. */
  readonly folder: string;
  /** Only these packages. @default all that are published */
  readonly names?: readonly string[];
}

/**
 * Builds and packs published packages: the command line as one bundle, the libraries as compiled sources.
 *
 * @returns the paths of the tarballs, in the order of the packages' folders
 * @throws {Error} for a name that is no published package, and when the compiler, the bundler or npm fails
 */
export async function packPackages({ root, folder, names = [] }: PackOptions): Promise<readonly string[]> {
  const published = publishedPackages(root);
  const unknown = names.filter((name) => !published.some(({ manifest }) => manifest.name === name));
  if (unknown.length > 0) throw new Error(`Not published from here: ${unknown.join(', ')}`);
  const chosen = published.filter(({ manifest }) => names.length === 0 || names.includes(manifest.name));
  await mkdir(folder, { recursive: true });
  const tarballs: string[] = [];
  if (chosen.some(isLibrary)) await buildLibraries(root);
  for (const workspace of chosen) {
    const place = join(root, workspace.folder);
    if (!isLibrary(workspace)) await bundleCommandLine(root, join(place, 'bundle'));
    await copyFile(join(root, 'LICENSE'), join(place, 'LICENSE'));
    tarballs.push(join(folder, await npmPack(place, folder)));
  }
  return tarballs;
}

/** The packages that are published from this repository. */
export function publishedPackages(root: string): readonly Workspace[] {
  return readWorkspaces(root).filter(({ manifest }) => manifest.private !== true);
}

/** Compiles every library into its `dist`. */
async function buildLibraries(root: string): Promise<void> {
  const { ok, output } = await runProgram(join(root, 'node_modules/typescript/bin/tsc'), ['-b'], { cwd: root });
  if (!ok) throw new Error(`The libraries do not compile:\n${output}`);
}

function isLibrary({ manifest }: Workspace): boolean {
  return manifest.exports !== undefined;
}

async function npmPack(place: string, folder: string): Promise<string> {
  const [command, first] = npmCommand(process.execPath, process.env);
  const args = ['pack', '--json', '--loglevel=error', `--pack-destination=${folder}`];
  const { stdout } = await run(command, [...first, ...args], { cwd: place, shell: command.endsWith('.cmd') });
  const [packed] = JSON.parse(stdout) as [{ filename: string }]; // npm's own format
  return packed.filename;
}

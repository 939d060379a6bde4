import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { runProgram } from '../check/program.ts';
import { readWorkspaces, type Workspace } from '../check/workspace.ts';
import { npmCommand } from '../run/install.mjs';
import { bundleCommandLine } from './bundle.ts';
import { bundleLibrary } from './bundle-library.ts';

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
 * Builds and packs published packages: the command line as one bundle, each library as one, with its types as compiled.
 *
 * @returns the paths of the tarballs, in the order of the packages' folders
 * @throws {Error} for a name that is no published package, and when the compiler, the bundler or npm fails
 */
export async function packPackages({ root, folder, names = [] }: PackOptions): Promise<readonly string[]> {
  const published = publishedPackages(root);
  const unknown = names.filter((name) => !published.some(({ manifest }) => manifest.name === name));
  if (unknown.length > 0) throw new Error(`Not published from here: ${unknown.join(', ')}`);
  const chosen = published.filter(({ manifest }) => names.length === 0 || names.includes(manifest.name));
  if (chosen.some(isLibrary)) await buildLibraries(root);
  await mkdir(folder, { recursive: true });
  const staging = await mkdtemp(join(tmpdir(), 'keyrack-pack-'));
  try {
    const tarballs: string[] = [];
    for (const workspace of chosen) {
      const stage = join(staging, workspace.folder);
      await layOut(root, workspace, stage);
      tarballs.push(join(folder, await npmPack(stage, folder)));
    }
    return tarballs;
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

/** Lays a package out as it is published, away from the checkout: with the licence, and the command line with its bundle. */
async function layOut(root: string, workspace: Workspace, stage: string): Promise<void> {
  await cp(join(root, workspace.folder), stage, { recursive: true, filter: (path) => basename(path) !== 'node_modules' });
  await cp(join(root, 'LICENSE'), join(stage, 'LICENSE'));
  await (isLibrary(workspace) ? bundleLibrary(root, workspace, stage) : bundleCommandLine(root, join(stage, 'bundle')));
}

/** The packages that are published from this repository. */
export function publishedPackages(root: string): readonly Workspace[] {
  return readWorkspaces(root).filter(({ manifest }) => manifest.private !== true);
}

/** Compiles every library into its `dist`. */
async function buildLibraries(root: string): Promise<void> {
  const { ok, output } = await runProgram(join(root, 'node_modules/typescript/bin/tsc'), ['-b', 'tsconfig.build.json'], { cwd: root });
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

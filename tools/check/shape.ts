import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderTable } from '../architecture.ts';
import { lockfileProblems, type Lockfile } from './lockfile.ts';
import { packageProblems } from './package.ts';
import { importedPackages, referenceProblems } from './references.ts';
import { readJson, readManifest, readWorkspaces, type Workspace } from './workspace.ts';

/** Everything that is wrong with how the packages of this repository are cut, declared and locked: one line each. */
export async function shapeProblems(root: string): Promise<string[]> {
  const workspaces = readWorkspaces(root);
  return [
    ...workspaces.flatMap((workspace) => [...manifestProblems(root, workspace, workspaces), ...buildProblems(root, workspace, workspaces)]),
    ...rootReferenceProblems(root, workspaces),
    ...lockProblems(root, '.', workspaces),
    ...lockProblems(root, 'tools/node', []),
    ...(readFileSync(join(root, 'AGENTS.md'), 'utf8').includes(renderTable())
      ? []
      : [`AGENTS.md: the import table must read\n${renderTable()}`]),
  ];
}

function manifestProblems(root: string, workspace: Workspace, all: readonly Workspace[]): string[] {
  const ours = new Map(all.map(({ manifest }) => [manifest.name, manifest]));
  const version = ours.get('keyrack')?.version ?? '';
  return packageProblems(workspace, { ours, version, has: (file) => existsSync(join(root, workspace.folder, file)) });
}

function buildProblems(root: string, workspace: Workspace, all: readonly Workspace[]): string[] {
  const config = join(root, workspace.folder, 'tsconfig.json');
  if (!existsSync(config)) return [];
  const sources = globSync('src/**/*.ts', { cwd: join(root, workspace.folder) }).filter((file) => !/\.test(-d)?\.ts$/.test(file));
  const imported = new Set(sources.flatMap((file) => importedPackages(readFileSync(join(root, workspace.folder, file), 'utf8'))));
  const folders = new Map(all.filter(({ folder }) => isBuilt(root, folder)).map(({ folder, manifest }) => [manifest.name, folder]));
  return referenceProblems(workspace, readReferences(config), { folders, imported });
}

function rootReferenceProblems(root: string, workspaces: readonly Workspace[]): string[] {
  const references = readReferences(join(root, 'tsconfig.build.json')).map((path) => path.replace('./', ''));
  const built = workspaces.map(({ folder }) => folder).filter((folder) => isBuilt(root, folder));
  return built.filter((folder) => !references.includes(folder)).map((folder) => `tsconfig.build.json: lacks a reference to ./${folder}`);
}

function lockProblems(root: string, folder: string, workspaces: readonly Workspace[]): string[] {
  const lockfile = readJson(join(root, folder, 'package-lock.json')) as Lockfile; // npm wrote it
  const manifests = Object.fromEntries(workspaces.map((workspace) => [workspace.folder, workspace.manifest]));
  return lockfileProblems(lockfile, { '': readManifest(join(root, folder)), ...manifests });
}

function isBuilt(root: string, folder: string): boolean {
  return existsSync(join(root, folder, 'tsconfig.json'));
}

function readReferences(config: string): string[] {
  const { references = [] } = readJson(config) as { references?: { path: string }[] }; // tsc refuses another form
  return references.map(({ path }) => path);
}

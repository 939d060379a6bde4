import { posix } from 'node:path';
import type { Workspace } from './workspace.ts';

/**
 * Compares the `references` of a package's tsconfig.json with the packages of ours that it needs to be built. A forgotten one
 * is silent otherwise: everything resolves through node_modules, until the packages are built in the wrong order.
 *
 * @param imported - the packages of ours that the sources import, which tells the development dependencies that a bundled
 *   program is built from apart from those that only its tests need.
 */
export function referenceProblems(workspace: Workspace, references: readonly string[], context: ReferenceContext): string[] {
  const { folder, manifest } = workspace;
  const built = Object.keys(manifest.devDependencies ?? {}).filter((name) => context.imported.has(name));
  const wanted = [...Object.keys(manifest.dependencies ?? {}), ...built].flatMap((name) => context.folders.get(name) ?? []);
  const present = references.map((path) => posix.join(folder, path));
  return [
    ...wanted.filter((path) => !present.includes(path)).map((path) => `${folder}/tsconfig.json: lacks a reference to ${path}`),
    ...present
      .filter((path) => !wanted.includes(path))
      .map((path) => `${folder}/tsconfig.json: refers to ${path}, which its sources do not need`),
  ];
}

/** What {@link referenceProblems} needs to know of the repository. */
export interface ReferenceContext {
  /** Folders of the packages that are built, by name. */
  readonly folders: ReadonlyMap<string, string>;
  /** Packages that the sources of the one in question import. */
  readonly imported: ReadonlySet<string>;
}

/** The packages that a source text imports, in whatever way. */
export function importedPackages(source: string): string[] {
  return Array.from(source.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*['"]((?:@[\w-]+\/)?[\w-]+)/g), ([, name = '']) => name);
}

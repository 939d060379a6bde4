import type { Manifest } from './workspace.ts';

/** One entry of a lockfile's `packages`. */
interface LockedPackage extends Partial<Manifest> {
  readonly resolved?: string;
  readonly link?: boolean;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
}

/** A `package-lock.json` of version 3. */
export interface Lockfile {
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

/**
 * What would make `npm ci` fail, or work on one machine only: a dependency without an entry (npm leaves out binaries of other
 * platforms that are not published yet, without a word), an address of one registry, a manifest that was changed without the lockfile.
 */
export function lockfileProblems(lockfile: Lockfile, manifests: Readonly<Record<string, Manifest>>): string[] {
  const entries = Object.entries(lockfile.packages);
  return [
    ...entries.flatMap(([path, entry]) => missing(lockfile, path, entry)),
    ...entries
      .filter(([, entry]) => /^[a-z+]+:/i.test(entry.resolved ?? ''))
      .map(([path]) => `lockfile: ${path} names a registry's address`),
    ...Object.entries(manifests).flatMap(([path, manifest]) => outOfStep(path, manifest, lockfile.packages[path])),
  ];
}

function missing(lockfile: Lockfile, path: string, entry: LockedPackage): string[] {
  if (entry.link === true) return [];
  const peers = Object.keys(entry.peerDependencies ?? {}).filter((name) => entry.peerDependenciesMeta?.[name]?.optional !== true);
  const own = path.includes('node_modules/') ? {} : (entry.devDependencies ?? {});
  const names = new Set([...Object.keys({ ...entry.dependencies, ...entry.optionalDependencies, ...own }), ...peers]);
  return [...names]
    .filter((name) => !resolves(lockfile, path, name))
    .map((name) => `lockfile: ${name}, needed by ${path || 'the root'}, is missing`);
}

/** Whether Node's own search, from the package's folder upwards, finds an entry. */
function resolves(lockfile: Lockfile, path: string, name: string): boolean {
  if (Object.hasOwn(lockfile.packages, [path, 'node_modules', name].filter(Boolean).join('/'))) return true;
  if (path === '') return false;
  const parent = path.slice(0, Math.max(0, path.lastIndexOf('/')));
  return resolves(lockfile, parent, name);
}

function outOfStep(path: string, manifest: Manifest, entry: LockedPackage | undefined): string[] {
  const kinds = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'] as const;
  const differs = kinds.filter((kind) => listed(manifest[kind]) !== listed(entry?.[kind]));
  return differs.map((kind) => `lockfile: ${kind} of ${path || 'the root'} changed; run npm install`);
}

function listed(dependencies: Readonly<Record<string, string>> = {}): string {
  return JSON.stringify(Object.entries(dependencies).toSorted(([one], [other]) => (one < other ? -1 : 1)));
}

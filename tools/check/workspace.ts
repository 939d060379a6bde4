import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The part of a `package.json` that the checks look at. */
export interface Manifest {
  readonly name: string;
  readonly version?: string;
  readonly private?: boolean;
  readonly description?: string;
  readonly license?: string;
  readonly type?: string;
  readonly engines?: Readonly<Record<string, string>>;
  readonly files?: readonly string[];
  readonly bin?: Readonly<Record<string, string>>;
  readonly exports?: Readonly<Record<string, unknown>>;
  readonly workspaces?: readonly string[];
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/** One package of this repository. */
export interface Workspace {
  /** Where it lies, relative to the root, with forward slashes. */
  readonly folder: string;
  readonly manifest: Manifest;
}

/** Every package of the repository, in the order of its folders. */
export function readWorkspaces(root: string): readonly Workspace[] {
  const patterns = readManifest(root).workspaces ?? [];
  const folders = globSync(
    patterns.map((pattern) => `${pattern}/package.json`),
    { cwd: root },
  );
  return folders
    .map((file) => file.replaceAll('\\', '/').replace(/\/package\.json$/, ''))
    .toSorted()
    .map((folder) => ({ folder, manifest: readManifest(join(root, folder)) }));
}

/** Reads `package.json` of a folder. */
export function readManifest(folder: string): Manifest {
  return readJson(join(folder, 'package.json')) as Manifest; // npm refuses a manifest of another form long before we look
}

/** Reads a JSON file. */
export function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}

import { isDeepStrictEqual } from 'node:util';
import { spelledOut } from '../architecture.ts';
import type { Manifest, Workspace } from './workspace.ts';

const sourceExport = { '@keyrack/source': './src/index.ts', types: './dist/index.d.ts', default: './dist/index.js' };
const exactVersion = /^\d+\.\d+\.\d+(-[\w.]+)?$/;

/** What one package is measured against. */
export interface PackageContext {
  /** The packages of the repository, by name. */
  readonly ours: ReadonlyMap<string, Manifest>;
  /** The version that all packages of the repository share. */
  readonly version: string;
  /** Whether a file of the package exists, by its path inside the package. */
  readonly has: (file: string) => boolean;
}

/** What is wrong with one package's manifest and files. */
export function packageProblems({ folder, manifest }: Workspace, context: PackageContext): string[] {
  const problems = [
    spelledOut().some((row) => matches(row.folder, folder)) ? '' : 'has no row in tools/architecture.ts',
    manifest.version === context.version ? '' : `has version ${manifest.version}, the others ${context.version}`,
    manifest.type === 'module' ? '' : 'lacks "type": "module"',
    manifest.license === 'Apache-2.0' ? '' : 'lacks "license": "Apache-2.0"',
    (manifest.description ?? '') === '' ? 'lacks a description' : '',
    manifest.engines?.node === '>=22.19' ? '' : 'lacks "engines": { "node": ">=22.19" }',
    context.has('README.md') ? '' : 'lacks a README.md',
    ...entryProblems({ folder, manifest }),
    ...dependencyProblems({ folder, manifest }, context.ours),
  ];
  return problems.filter(Boolean).map((problem) => `${folder}: ${problem}`);
}

/** A program publishes its bundle, a library its sources and build under one entry; what nobody imports needs neither. */
function entryProblems({ manifest }: Workspace): string[] {
  if (manifest.bin !== undefined) return [(manifest.files ?? []).length > 0 ? '' : 'lacks files'];
  if (manifest.private === true && manifest.exports === undefined) return [];
  return [
    isDeepStrictEqual(manifest.exports?.['.'], sourceExport) ? '' : `must export "." as ${JSON.stringify(sourceExport)}`,
    ['dist', 'src'].every((part) => manifest.files?.includes(part) === true) ? '' : 'must publish dist and src',
  ];
}

function dependencyProblems({ manifest }: Workspace, ours: ReadonlyMap<string, Manifest>): string[] {
  const wanted = [manifest.dependencies, manifest.devDependencies, manifest.optionalDependencies];
  const inexact = wanted
    .flatMap((dependencies) => Object.entries(dependencies ?? {}))
    .flatMap(([name, version]) => {
      const own = ours.get(name);
      if (own !== undefined && version !== own.version) return [`depends on ${name} ${version}, which is ${own.version} here`];
      return exactVersion.test(version) ? [] : [`depends on ${name} ${version}, which is not an exact version`];
    });
  const unpublished = Object.keys(manifest.dependencies ?? {}).filter((name) => ours.get(name)?.private === true);
  const broken = manifest.private === true ? [] : unpublished.map((name) => `is published and depends on ${name}, which is private`);
  return [...inexact, ...broken];
}

function matches(pattern: string, folder: string): boolean {
  return new RegExp(`^${pattern.replaceAll('*', '[^/]+')}$`).test(folder);
}

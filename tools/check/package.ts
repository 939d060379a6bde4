import { isDeepStrictEqual } from 'node:util';
import { spelledOut } from '../architecture.ts';
import type { Workspace } from './workspace.ts';

const sourceExport = { '@keyrack/source': './src/index.ts', types: './dist/index.d.ts', default: './dist/index.js' };
const exactVersion = /^\d+\.\d+\.\d+(-[\w.]+)?$/;

/** What one package is measured against. */
export interface PackageContext {
  /** Versions of all packages of the repository, by name. */
  readonly versions: ReadonlyMap<string, string>;
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
    ...dependencyProblems({ folder, manifest }, context.versions),
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

function dependencyProblems({ manifest }: Workspace, versions: ReadonlyMap<string, string>): string[] {
  const wanted = [manifest.dependencies, manifest.devDependencies, manifest.optionalDependencies];
  return wanted
    .flatMap((dependencies) => Object.entries(dependencies ?? {}))
    .flatMap(([name, version]) => {
      const ours = versions.get(name);
      if (ours !== undefined && version !== ours) return [`depends on ${name} ${version}, which is ${ours} here`];
      return exactVersion.test(version) ? [] : [`depends on ${name} ${version}, which is not an exact version`];
    });
}

function matches(pattern: string, folder: string): boolean {
  return new RegExp(`^${pattern.replaceAll('*', '[^/]+')}$`).test(folder);
}

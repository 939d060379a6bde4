import { describe, expect, test } from 'vitest';
import { packageProblems } from './package.ts';
import type { Manifest } from './workspace.ts';

const sound: Manifest = {
  name: '@keyrack/engine',
  version: '0.1.0',
  description: 'The control plane.',
  license: 'Apache-2.0',
  type: 'module',
  engines: { node: '>=22.19' },
  exports: { '.': { '@keyrack/source': './src/index.ts', types: './dist/index.d.ts', default: './dist/index.js' } },
  files: ['dist', 'src'],
  dependencies: { '@keyrack/secret': '0.1.0', kysely: '0.29.9' },
};
const ours = new Map<string, Manifest>([
  ['@keyrack/secret', { name: '@keyrack/secret', version: '0.1.0' }],
  ['@keyrack/testing-kit', { name: '@keyrack/testing-kit', version: '0.1.0', private: true }],
]);
const problemsOf = (change: Partial<Manifest>, folder = 'engine', files = ['README.md']): string[] =>
  packageProblems({ folder, manifest: { ...sound, ...change } }, { ours, version: '0.1.0', has: (file) => files.includes(file) });

describe('packageProblems', () => {
  test('finds nothing wrong with a sound package', () => {
    expect(problemsOf({})).toEqual([]);
  });

  test('wants every package in the import table', () => {
    expect(problemsOf({}, 'gadgets')).toEqual(['gadgets: has no row in tools/architecture.ts']);
  });

  test('wants a README', () => {
    expect(problemsOf({}, 'engine', [])).toEqual(['engine: lacks a README.md']);
  });

  test('wants the three ways into a package, sources first', () => {
    expect(problemsOf({ exports: { '.': './dist/index.js' } })).toEqual([expect.stringContaining('engine: must export "."')]);
    expect(problemsOf({ files: ['dist'] })).toEqual(['engine: must publish dist and src']);
  });

  test('wants exact versions, and its own packages as they are here', () => {
    expect(problemsOf({ devDependencies: { kysely: '^0.29.9' } })).toEqual([expect.stringContaining('not an exact version')]);
    expect(problemsOf({ dependencies: { '@keyrack/secret': '0.0.9' } })).toEqual([
      'engine: depends on @keyrack/secret 0.0.9, which is 0.1.0 here',
    ]);
  });

  test('refuses to publish a package that needs an unpublished one, and lets its tests need it', () => {
    const kit = { '@keyrack/testing-kit': '0.1.0' };
    expect(problemsOf({ dependencies: kit })).toEqual(['engine: is published and depends on @keyrack/testing-kit, which is private']);
    expect(problemsOf({ dependencies: kit, private: true })).toEqual([]);
    expect(problemsOf({ devDependencies: kit })).toEqual([]);
  });

  test('wants one version for all packages', () => {
    expect(problemsOf({ version: '0.2.0' })).toEqual(['engine: has version 0.2.0, the others 0.1.0']);
  });

  test('lets a bundled program and a private package without entry be what they are', () => {
    const { exports: _exports, files: _files, ...bare } = sound;
    const context = { ours, version: '0.1.0', has: () => true };
    expect(
      packageProblems({ folder: 'apps/cli', manifest: { ...bare, files: ['bundle'], bin: { keyrack: 'bundle/keyrack.cjs' } } }, context),
    ).toEqual([]);
    expect(packageProblems({ folder: 'bench', manifest: { ...bare, private: true } }, context)).toEqual([]);
  });
});

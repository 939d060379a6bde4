import { describe, expect, test } from 'vitest';
import { importedPackages, referenceProblems } from './references.ts';

const folders = new Map([
  ['@keyrack/secret', 'secrets/value'],
  ['@keyrack/runtime', 'runtime'],
  ['@keyrack/conformance', 'testing/conformance'],
]);
const manifest = { name: 'keyrack', dependencies: { '@keyrack/secret': '0.1.0', kysely: '0.29.9' } };
const problems = (references: string[], devDependencies = {}, imported: string[] = []): string[] =>
  referenceProblems({ folder: 'apps/cli', manifest: { ...manifest, devDependencies } }, references, {
    folders,
    imported: new Set(imported),
  });

describe('referenceProblems', () => {
  test('wants a reference for every dependency that is a package of ours', () => {
    expect(problems(['../../secrets/value'])).toEqual([]);
    expect(problems([])).toEqual(['apps/cli/tsconfig.json: lacks a reference to secrets/value']);
  });

  test('wants none that is not needed', () => {
    const found = problems(['../../secrets/value', '../../runtime']);
    expect(found).toEqual(['apps/cli/tsconfig.json: refers to runtime, which its sources do not need']);
  });

  test('tells what a program is bundled from apart from what its tests need', () => {
    const development = { '@keyrack/runtime': '0.1.0', '@keyrack/conformance': '0.1.0' };
    const found = problems(['../../secrets/value'], development, ['@keyrack/runtime']);
    expect(found).toEqual(['apps/cli/tsconfig.json: lacks a reference to runtime']);
  });
});

test('importedPackages sees static, type-only, re-exported, dynamic and bare imports, and no relative ones', () => {
  const source = `
    import { a } from '@keyrack/one';
    import type { b } from "@keyrack/two";
    export { c } from '@keyrack/three/deep';
    const d = await import('four');
    import '@keyrack/five';
    import { e } from './six.ts';`;
  expect(importedPackages(source)).toEqual(['@keyrack/one', '@keyrack/two', '@keyrack/three', 'four', '@keyrack/five']);
});

import { describe, expect, test } from 'vitest';
import { lockfileProblems, type Lockfile } from './lockfile.ts';

const root = { name: 'repository', devDependencies: { linter: '1.0.0' } };
const sound: Lockfile['packages'] = {
  '': { devDependencies: { linter: '1.0.0' } },
  engine: { version: '0.1.0', dependencies: { sql: '2.0.0' } },
  'node_modules/@keyrack/engine': { resolved: 'engine', link: true },
  'node_modules/linter': { version: '1.0.0', optionalDependencies: { 'linter-linux': '1.0.0', 'linter-darwin': '1.0.0' } },
  'node_modules/linter-linux': { version: '1.0.0' },
  'node_modules/linter-darwin': { version: '1.0.0' },
  'node_modules/sql': {
    version: '2.0.0',
    dependencies: { text: '^3.0.0' },
    peerDependencies: { driver: '*' },
    peerDependenciesMeta: { driver: { optional: true } },
  },
  'node_modules/sql/node_modules/text': { version: '3.1.0' },
};
const manifests = { '': root, engine: { name: '@keyrack/engine', dependencies: { sql: '2.0.0' } } };
const without = (path: string): Lockfile['packages'] => Object.fromEntries(Object.entries(sound).filter(([key]) => key !== path));

describe('lockfileProblems', () => {
  test('finds nothing in a whole lockfile', () => {
    expect(lockfileProblems({ packages: sound }, manifests)).toEqual([]);
  });

  test('names the binary of another platform that npm left out', () => {
    const problems = lockfileProblems({ packages: without('node_modules/linter-darwin') }, manifests);
    expect(problems).toEqual(['lockfile: linter-darwin, needed by node_modules/linter, is missing']);
  });

  test('looks for a dependency where Node would, from its own folder upwards', () => {
    const problems = lockfileProblems({ packages: without('node_modules/sql/node_modules/text') }, manifests);
    expect(problems).toEqual(['lockfile: text, needed by node_modules/sql, is missing']);
  });

  test('names a registry in an address, and leaves links inside the repository alone', () => {
    const packages = { ...sound, 'node_modules/text': { version: '3.1.0', resolved: 'https://registry.example/text.tgz' } }; // planted: what must be refused
    expect(lockfileProblems({ packages }, manifests)).toEqual(["lockfile: node_modules/text names a registry's address"]);
  });

  test('sees that a manifest was changed without the lockfile', () => {
    const changed = { ...manifests, engine: { name: '@keyrack/engine', dependencies: { sql: '2.0.1' } } };
    expect(lockfileProblems({ packages: sound }, changed)).toEqual(['lockfile: dependencies of engine changed; run npm install']);
  });
});

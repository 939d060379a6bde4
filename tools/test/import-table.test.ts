import { spawnSync } from 'node:child_process';
import { cp, mkdir, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ScratchFolder } from '@keyrack/testing-kit';
import { scratchCheckout } from './scratch-checkout.ts';

const root = join(import.meta.dirname, '../..');
const imports = 'eslint(no-restricted-imports)';

/** Every way to bring another package in, and every kind of trespass: the file it stands in, what it says, the rule that must refuse it. */
const violations: readonly (readonly [name: string, file: string, source: string, rule: string])[] = [
  ['a static import', 'engine/src/a.ts', "import { openRack } from '@keyrack/runtime'; openRack();", imports],
  ['a type-only import', 'engine/src/b.ts', "import type { Rack } from '@keyrack/runtime'; export type R = Rack;", imports],
  ['a re-export', 'engine/src/c.ts', "export { openRack } from '@keyrack/runtime';", imports],
  ['a dynamic import', 'engine/src/d.ts', "export const rack = await import('@keyrack/runtime');", imports],
  [
    'a require made on the spot',
    'engine/src/d2.ts',
    "import { createRequire } from 'node:module'; createRequire(import.meta.url)('@keyrack/runtime');",
    'keyrack(no-create-require)',
  ],
  [
    'a require out of a module that is imported whole',
    'providers/outline/src/d2.ts',
    "import * as module from 'node:module'; module.createRequire(import.meta.url)('@keyrack/engine');",
    'keyrack(no-create-require)',
  ],
  [
    'a require out of a dynamic import',
    'contracts/src/d2.ts',
    "const { createRequire: make } = await import('node:module'); make(import.meta.url)('@keyrack/engine');",
    'keyrack(no-create-require)',
  ],
  ['an import inside a type', 'engine/src/e.ts', "export type R = import('@keyrack/runtime').Rack;", 'typescript(consistent-type-imports)'],
  ['a subpath of an allowed package', 'engine/src/f.ts', "import { clock } from '@keyrack/contracts/src/clock.ts'; clock();", imports],
  [
    'a path into another package',
    'engine/src/g.ts',
    "import { Secret } from '../../secrets/value/src/secret.ts'; new Secret('x');",
    imports,
  ],
  ['a path into a sibling', 'clients/outline/src/a.ts', "import { get } from '../../http/src/get.ts'; get();", imports],
  ['a path into the tools', 'engine/src/deep/h.ts', "import { sum } from '../../../tools/check/tally.ts'; sum([]);", imports],
  ['the command line as a library', 'runtime/src/a.ts', "import { main } from 'keyrack'; main();", imports],

  [
    'the Secret class importing anything',
    'secrets/value/src/a.ts',
    "import type { Clock } from '@keyrack/contracts'; export type C = Clock;",
    imports,
  ],
  ['contracts importing encryption', 'contracts/src/a.ts', "import { seal } from '@keyrack/encryption'; seal();", imports],
  [
    'the transport importing contracts',
    'clients/http/src/a.ts',
    "import type { Clock } from '@keyrack/contracts'; export type C = Clock;",
    imports,
  ],
  [
    'a client importing another client',
    'clients/litellm/src/a.ts',
    "import { OutlineClient } from '@keyrack/outline'; new OutlineClient();",
    imports,
  ],
  ['encryption importing a store', 'secrets/encryption/src/a.ts', "import { openStore } from '@keyrack/store-sql'; openStore();", imports],
  [
    "a provider importing another one's client",
    'providers/authpi/src/a.ts',
    "import { OutlineClient } from '@keyrack/outline'; new OutlineClient();",
    imports,
  ],
  [
    'a provider importing another provider',
    'providers/vergeos/src/a.ts',
    "import { outline } from '@keyrack/provider-outline'; outline();",
    imports,
  ],
  [
    'a provider using the transport itself',
    'providers/outline/src/a.ts',
    "import { HttpClient } from '@keyrack/http'; new HttpClient();",
    imports,
  ],
  ['a provider taking the whole transport', 'providers/outline/src/b.ts', "import * as http from '@keyrack/http'; http.get();", imports],
  ['a store importing the engine', 'stores/sql/src/a.ts', "import { Engine } from '@keyrack/engine'; new Engine();", imports],
  ['a sink importing a provider', 'sinks/file/src/a.ts', "import { outline } from '@keyrack/provider-outline'; outline();", imports],
  [
    'an emulator importing the client it is to check',
    'testing/emulators/src/a.ts',
    "import { parse } from '@keyrack/outline'; parse();",
    imports,
  ],
  ["an emulator's test doing the same", 'testing/emulators/test/a.test.ts', "import { parse } from '@keyrack/outline'; parse();", imports],
  [
    'a suite importing a concrete adapter',
    'testing/conformance/src/a.ts',
    "import { outline } from '@keyrack/provider-outline'; outline();",
    imports,
  ],
  [
    'the runtime importing the emulators',
    'runtime/src/b.ts',
    "import { startOutlineEmulator } from '@keyrack/emulators'; startOutlineEmulator();",
    imports,
  ],
  [
    'a source importing what tests may',
    'engine/src/i.ts',
    "import { ManualClock } from '@keyrack/testing-kit'; new ManualClock();",
    imports,
  ],
  ['an app importing another app', 'apps/server/src/a.ts', "import { page } from '@keyrack/console'; page();", imports],
  ['the command line reaching past the runtime', 'apps/cli/src/a.ts', "import { Engine } from '@keyrack/engine'; new Engine();", imports],

  ['the wall clock in the engine', 'engine/src/j.ts', 'export const nowMs = Date.now();', 'eslint(no-restricted-properties)'],
  ['the current date in a provider', 'providers/outline/src/c.ts', 'export const now = new Date();', 'keyrack(no-current-date)'],
  ['randomness in a store', 'stores/sql/src/b.ts', 'export const id = Math.random();', 'eslint(no-restricted-properties)'],
  ['the environment in a client', 'clients/outline/src/b.ts', 'export const { env } = process;', 'eslint(no-restricted-properties)'],
  ['printing in a library', 'runtime/src/c.ts', "console.log('issued');", 'eslint(no-console)'],
  ["another package's whole surface", 'runtime/src/d.ts', "export * from '@keyrack/contracts';", 'keyrack(no-foreign-export-all)'],
  ['a default export', 'engine/src/k.ts', 'export default 1;', 'import(no-default-export)'],
  ['any', 'engine/src/l.ts', 'export const a: any = 1;', 'typescript(no-explicit-any)'], // planted: what the linter must refuse
  [
    'an assertion that something is there',
    'engine/src/m.ts',
    'export const a = process.title.at(0)!;',
    'typescript(no-non-null-assertion)',
  ],
  ['a namespace', 'engine/src/n.ts', 'export namespace N { export const a = 1; }', 'typescript(no-namespace)'],
  [
    'a promise nobody waits for',
    'engine/src/o.ts',
    'export function f(): void { Promise.resolve(1); }',
    'typescript(no-floating-promises)',
  ],
  ['a file in a circle', 'engine/src/p.ts', "import { q } from './q.ts'; export const p = (): number => q();", 'import(no-cycle)'],
  [
    'the other file of that circle',
    'engine/src/q.ts',
    "import { p } from './p.ts'; export const q = (): number => p();",
    'import(no-cycle)',
  ],
  [
    'a rule switched off without a reason',
    'engine/src/v.ts',
    '// oxlint-disable-next-line no-var\nexport var v = 1;',
    'keyrack(disable-with-reason)',
  ],
  ['an export that nobody describes', 'engine/src/x.ts', 'export const limit = 3;', 'keyrack(documented-exports)'],
  [
    'a type that nobody describes',
    'contracts/src/x.ts',
    '// not a doc comment\nexport interface Thing { a: 1 }',
    'keyrack(documented-exports)',
  ],
  ['a file of 401 lines', 'engine/src/long.ts', 'export {};\n'.repeat(401), 'eslint(max-lines)'],
];

const allowed: readonly (readonly [name: string, file: string, source: string])[] = [
  [
    'a declared import',
    'engine/src/u.ts',
    "import type { Clock } from '@keyrack/contracts'; \n/** C. */\nexport type C = Clock;\n/** U. */\nexport const u = 1;",
  ],
  ['a way up inside a package', 'engine/src/deep/r.ts', "import { u } from '../u.ts'; \n/** R. */\nexport const r = u;"],
  ['a test reaching its own sources', 'engine/test/a.test.ts', "import { u } from '../src/u.ts'; u.toFixed();"],
  ["a client's own provider", 'providers/outline/src/d.ts', "import { OutlineClient } from '@keyrack/outline'; new OutlineClient();"],
  [
    "the transport's errors in a provider",
    'providers/outline/src/e.ts',
    "import { HttpError, type TimeoutError } from '@keyrack/http'; new HttpError(); \n/** E. */\nexport type E = TimeoutError;",
  ],
  ['the runtime choosing an adapter', 'runtime/src/e.ts', "import { sql } from '@keyrack/store-sql'; sql();"],
  ['a test using the testing packages', 'engine/src/s.test.ts', "import { ManualClock } from '@keyrack/testing-kit'; new ManualClock();"],
  [
    'a test that looks at what was loaded',
    'engine/test/b.test.ts',
    "import { createRequire } from 'node:module'; createRequire(import.meta.url).resolve('undici');",
  ],
  ['a system test importing anything', 'testing/system/test/a.test.ts', "import { Engine } from '@keyrack/engine'; new Engine();"],
  ['a date made from a given instant', 'engine/src/t.ts', '/** Date. */\nexport const date = new Date(0);'],
  [
    'overloads with one description, and what is only passed on',
    'engine/src/y.ts',
    "/** Doubles. */\nexport function y(a: string): string;\nexport function y(a: number): number;\nexport function y(a: string | number): string | number {\n  return a;\n}\nexport { u } from './u.ts';",
  ],
  ['a rule switched off with its reason', 'engine/src/w.ts', '// oxlint-disable-next-line no-var -- seen by scripts\nvar w = 1;\nvoid w;'],
  ['a test of 600 lines', 'engine/src/long.test.ts', 'export {};\n'.repeat(600)],
];

let scratch: ScratchFolder;
let found: Map<string, string[]>;

beforeAll(async () => {
  const planted = [...violations, ...allowed].map(([, file, source]) => [file, source] as const);
  const tsconfig = JSON.stringify({
    compilerOptions: { strict: true, module: 'nodenext', target: 'es2024', allowImportingTsExtensions: true, noEmit: true },
  });
  scratch = await scratchCheckout({ ...Object.fromEntries(planted), 'tsconfig.json': tsconfig });
  for (const file of ['oxlint.config.ts', 'tools/architecture.ts', 'tools/import-rules.ts', 'tools/lint-plugin.ts']) {
    await mkdir(dirname(scratch.join(file)), { recursive: true });
    await cp(join(root, file), scratch.join(file));
  }
  await symlink(join(root, 'node_modules'), scratch.join('node_modules'));
  found = lint(scratch.path, [...new Set(planted.map(([file]) => file.split('/')[0] ?? ''))]);
});

afterAll(() => scratch[Symbol.asyncDispose]());

/** The rules that refused something, by file. */
function lint(folder: string, paths: readonly string[]): Map<string, string[]> {
  const oxlint = join(root, 'node_modules/oxlint/bin/oxlint');
  const { stdout, status } = spawnSync(process.execPath, [oxlint, '--format=json', ...paths], { cwd: folder, encoding: 'utf8' });
  expect(status).toBe(1);
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: { filename: string; code?: string; severity: string }[] };
  const rules = new Map<string, string[]>();
  for (const { filename, code = '', severity } of diagnostics) {
    expect(severity).toBe('error'); // a warning would let the check pass
    rules.set(filename, [...(rules.get(filename) ?? []), code]);
  }
  return rules;
}

describe('the linter refuses', () => {
  test.each(violations)('%s', (...[, file, , rule]) => {
    expect(found.get(file) ?? []).toContain(rule);
  });
});

describe('the linter lets pass', () => {
  test.each(allowed)('%s', (...[, file]) => {
    expect(found.get(file) ?? []).toEqual([]);
  });
});

import { defineConfig } from 'oxlint';
import { withoutAmbientInputs } from './tools/architecture.ts';
import { importOverrides } from './tools/import-rules.ts';

const libraries = [...withoutAmbientInputs, 'runtime', 'testing/emulators', 'testing/kit', 'testing/conformance'];
const tests = ['**/*.test.ts', '**/*.test-d.ts', '**/test/**'];
/** What others import, or come to know: the emulators' tables of fields and errors say by their names what they are. */
const documented = ['contracts', 'clients/*', 'engine', 'secrets/*', 'providers/*', 'stores/*', 'runtime', 'apps/*'];
const from = (source: string): string => `${source} comes from the caller below runtime/, so that tests and recovery can set it.`;

export default defineConfig({
  plugins: ['typescript', 'unicorn', 'oxc', 'import', 'promise', 'vitest'],
  jsPlugins: ['./tools/lint-plugin.ts'],
  options: { typeAware: true, reportUnusedDisableDirectives: 'error' },
  categories: { correctness: 'error' },
  ignorePatterns: ['**/dist/**', '**/bundle/**', '**/recordings/**', 'coverage/**'],
  rules: {
    eqeqeq: 'error',
    'max-lines': ['error', { max: 400 }],
    'max-params': ['error', { max: 3 }],
    'no-unused-vars': ['error', { ignoreRestSiblings: true }], // leaving a member out is what rest is for
    'no-var': 'error',
    'prefer-const': 'error',
    'import/no-cycle': 'error',
    'import/no-default-export': 'error',
    'import/no-self-import': 'error',
    'keyrack/disable-with-reason': 'error',
    'keyrack/no-foreign-export-all': 'error',
    'typescript/ban-ts-comment': 'error',
    'typescript/consistent-type-imports': 'error', // refuses import('...') in types too, which no-restricted-imports does not see
    'typescript/no-explicit-any': 'error',
    'typescript/no-floating-promises': 'error',
    'typescript/no-misused-promises': 'error',
    'typescript/no-namespace': 'error',
    'typescript/no-non-null-assertion': 'error',
    'typescript/only-throw-error': 'error',
    'typescript/no-redundant-type-constituents': 'off', // a narrowing intersection says more than the type it comes to
    'typescript/return-await': ['error', 'error-handling-correctness-only'], // a returned promise outlives the `using` and the `try` around it
    'typescript/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    'typescript/unbound-method': 'off', // query builders hand out functions that need no `this`, and are taken apart by design
    'unicorn/filename-case': ['error', { case: 'kebabCase' }],
    'vitest/no-conditional-expect': 'off', // suites assert what a capability table declares, in both directions
  },
  overrides: [
    ...importOverrides(),
    { files: libraries.map((folder) => `${folder}/**`), rules: { 'no-console': 'error' } },
    {
      files: withoutAmbientInputs.map((folder) => `${folder}/**`),
      rules: {
        'keyrack/no-current-date': 'error',
        'no-restricted-properties': [
          'error',
          { object: 'Date', property: 'now', message: from('The time') },
          { object: 'performance', property: 'now', message: from('The time') },
          { object: 'process', property: 'hrtime', message: from('The time') },
          { object: 'Math', property: 'random', message: from('Randomness') },
          { object: 'process', property: 'env', message: from('The environment') },
          { object: 'process', property: 'argv', message: from('The environment') },
          { object: 'globalThis', property: 'process', message: from('The environment') },
        ],
      },
    },
    {
      files: documented.map((folder) => `${folder}/src/**`),
      rules: { 'keyrack/documented-exports': 'error' },
    },
    {
      // The one file of the clients that knows the platform's own clock and randomness, as the defaults of their options.
      files: ['clients/http/src/clock.ts'],
      rules: { 'keyrack/no-current-date': 'off', 'no-restricted-properties': 'off' },
    },
    {
      files: tests,
      rules: {
        'max-lines': ['error', { max: 600 }],
        'max-params': 'off', // a table of cases has as many columns as it needs
        'no-console': 'off',
        'keyrack/documented-exports': 'off',
        'keyrack/no-current-date': 'off',
        'no-restricted-properties': 'off',
        'typescript/restrict-template-expressions': 'off', // tests print secrets on purpose, to see them masked
      },
    },
    {
      // They say what a JavaScript server says, down to how it prints what it did not expect.
      files: ['testing/emulators/src/**'],
      rules: { 'typescript/no-base-to-string': 'off' },
    },
    {
      // These programs read a default export: the linter, the test runner and its reporters.
      files: ['*.config.ts', 'tools/lint-plugin.ts', 'tools/closing-line.ts'],
      rules: { 'import/no-default-export': 'off' },
    },
  ],
});

import { defineConfig } from 'vitest/config';

// Packages resolve to their sources through this condition; without it an old `dist` would be tested in silence.
const ssr = { resolve: { conditions: ['@keyrack/source'] } };

/** Ends what hangs. It says nothing of speed: the machine may be busy with something else. */
const patience = { testTimeout: 120_000, hookTimeout: 120_000 };

export default defineConfig({
  test: {
    reporters: ['default', './tools/closing-line.ts'],
    projects: [
      {
        ssr,
        test: {
          name: 'unit',
          include: ['**/src/**/*.test.ts', 'tools/**/*.test.ts'],
          exclude: ['**/node_modules/**', 'tools/test/**'],
          isolate: false,
          pool: 'threads',
          ...patience,
        },
      },
      {
        ssr,
        test: {
          name: 'types',
          include: [],
          typecheck: {
            enabled: true,
            only: true,
            include: ['**/*.test-d.ts'],
            tsconfig: './tsconfig.check.json',
            ignoreSourceErrors: true, // a check of its own reports those
          },
        },
      },
      {
        ssr,
        test: {
          name: 'sockets',
          include: ['**/test/**/*.test.ts'],
          globalSetup: ['testing/postgres/src/setup.ts'],
          ...patience,
        },
      },
      {
        ssr,
        test: {
          // The engine's tests once more, on the other store.
          name: 'postgres',
          include: ['testing/system/test/engine/**/*.test.ts'],
          globalSetup: ['testing/postgres/src/setup.ts'],
          env: { KEYRACK_TEST_STORE: 'postgres' },
          ...patience,
        },
      },
    ],
  },
});

/** Runs the engine's tests in the repository that is named by its only argument, up to the first failure, and prints what became of them. */
import { startVitest } from 'vitest/node';

const vitest = await startVitest(
  'test',
  [],
  {
    config: false,
    root: process.argv[2] ?? '.',
    watch: false,
    reporters: [{}],
    include: ['testing/system/test/engine/**/*.test.ts'],
    // Real processes and many repetitions: they take most of the time, and the others say the same.
    exclude: ['**/at-once.test.ts', '**/audit.test.ts'],
    isolate: false,
    pool: 'threads',
    maxWorkers: 1,
    bail: 1,
    testTimeout: 20_000,
  },
  { ssr: { resolve: { conditions: ['@keyrack/source'] } } },
);
const modules = vitest.state.getTestModules();
const tests = modules.flatMap((module) => Array.from(module.children.allTests(), (test) => test.result().state));
const passed = tests.filter((state) => state === 'passed').length;
const failed = tests.filter((state) => state === 'failed').length;
await vitest.close();
process.stdout.write(`${JSON.stringify({ passed, failed })}\n`);
process.exit(0);

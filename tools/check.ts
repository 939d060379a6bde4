// `npm run check`: format, lint with the import table, types, package shape, unused code, unit and type tests.
// `npm test` adds everything that opens sockets or starts programs. With arguments it runs only the tests they select.
import { constants } from 'node:os';
import { join } from 'node:path';
import { runProgram } from './check/program.ts';
import { shapeProblems } from './check/shape.ts';
import { runSteps, type Step } from './check/steps.ts';
import { closingLine, sum } from './check/tally.ts';
import { testStep } from './check/tests.ts';

const root = join(import.meta.dirname, '..');
const withSockets = process.argv.includes('--with-sockets');
const selection = process.argv.slice(2).filter((argument) => argument !== '--with-sockets');

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(128 + constants.signals[signal]));
process.exitCode = selection.length > 0 ? await runSelected() : await runAll();

async function runAll(): Promise<number> {
  const surroundings = { print: (line: string) => console.log(line), nowMs: () => performance.now() };
  const checks = [
    program('types', 'typescript/bin/tsc', ['-p', 'tsconfig.check.json']),
    program('unused code and dependencies', 'knip/bin/knip.js', []),
    program('lint and import table', 'oxlint/bin/oxlint', []),
    program('format', 'oxfmt/bin/oxfmt', ['--check']),
    { name: 'package shape', run: async () => problemsFound(await shapeProblems(root)) },
  ];
  const unit = testStep('unit and type tests', ['unit', 'types'], { root, live: false });
  const all = testStep('all tests', ['unit', 'types', 'sockets', 'postgres'], { root, live: true });
  const first = await runSteps(withSockets ? checks : [unit, ...checks], surroundings);
  const then = withSockets ? [await runSteps([all], surroundings)] : [];
  const results = [first, ...then];
  const failed = results.flatMap((result) => result.failed);
  const total = sum(results.map(({ tally }) => tally));
  if (failed.length > 0) console.log(`Failed: ${failed.join('; ')}`);
  console.log(closingLine(total));
  return total.failed > 0 ? 1 : 0;
}

async function runSelected(): Promise<number> {
  const { ok } = await runProgram(join(root, 'node_modules/vitest/vitest.mjs'), ['run', ...selection], { cwd: root, live: true });
  return ok ? 0 : 1;
}

function program(name: string, script: string, args: readonly string[]): Step {
  return { name, run: () => runProgram(join(root, 'node_modules', script), args, { cwd: root }) };
}

function problemsFound(problems: readonly string[]): { ok: boolean; output: string } {
  return { ok: problems.length === 0, output: problems.join('\n') };
}

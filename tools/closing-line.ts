import { writeFileSync } from 'node:fs';
import type { Reporter, SerializedError, TestModule } from 'vitest/node';
import { closingLine } from './check/tally.ts';

/** The variable that names a file for the counts; who sets it prints the closing line for the whole run. */
export const tallyFileVariable = 'KEYRACK_TALLY_FILE';

/** Ends the output of a test run with `12 passed, 0 failed, 1 skipped`, alone on the last line. */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const states = modules.flatMap((module) => Array.from(module.children.allTests(), (test) => test.result().state));
    const count = (...wanted: string[]): number => states.filter((state) => wanted.includes(state)).length;
    // A file that cannot be imported holds no tests, and still it failed.
    const brokenFiles = modules.filter(
      (module) => module.state() === 'failed' && Array.from(module.children.allTests('failed')).length === 0,
    );
    const tally = {
      passed: count('passed'),
      failed: count('failed') + brokenFiles.length + unhandled.length,
      skipped: count('skipped', 'pending'),
    };
    const file = process.env[tallyFileVariable];
    if (file !== undefined) writeFileSync(file, JSON.stringify(tally));
    else process.once('exit', () => process.stdout.write(`${closingLine(tally)}\n`));
  }
}

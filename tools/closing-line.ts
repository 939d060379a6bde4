import type { Reporter, SerializedError, TestModule } from 'vitest/node';

/** Ends the output of a test run with `12 passed, 0 failed, 1 skipped`, alone on the last line. */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const states = modules.flatMap((module) => Array.from(module.children.allTests(), (test) => test.result().state));
    const count = (...wanted: string[]): number => states.filter((state) => wanted.includes(state)).length;
    // A file that cannot be imported holds no tests, and still it failed.
    const brokenFiles = modules.filter(
      (module) => module.state() === 'failed' && !Array.from(module.children.allTests('failed')).length,
    ).length;
    const failed = count('failed') + brokenFiles + unhandled.length;
    const skipped = count('skipped', 'pending');
    const line = `${count('passed')} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`;
    process.once('exit', () => process.stdout.write(line));
  }
}

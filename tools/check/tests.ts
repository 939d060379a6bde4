import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tallyFileVariable } from '../closing-line.ts';
import { runProgram } from './program.ts';
import type { Step } from './steps.ts';
import type { Tally } from './tally.ts';

/** A step that runs projects of `vitest.config.ts`. It fails when a test fails, and also when not a single one passes. */
export function testStep(name: string, projects: readonly string[], options: { readonly root: string; readonly live: boolean }): Step {
  const args = ['run', ...projects.flatMap((project) => ['--project', project])];
  const run: Step['run'] = async () => {
    const folder = mkdtempSync(join(tmpdir(), 'keyrack-check-'));
    try {
      const file = join(folder, 'tally.json');
      const env = { [tallyFileVariable]: file };
      const { ok, output } = await runProgram(join(options.root, 'node_modules/vitest/vitest.mjs'), args, {
        cwd: options.root,
        env,
        live: options.live,
      });
      const tally = readTally(file);
      const nothing = tally.passed === 0 ? '\nnot a single test passed' : '';
      return { ok: ok && tally.failed === 0 && nothing === '', output: output + nothing, tally };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  };
  return { name, run };
}

/** Reads what the reporter counted; a run that broke before it could count has passed nothing. */
function readTally(file: string): Tally {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Tally; // our own reporter wrote it
  } catch {
    return { passed: 0, failed: 0, skipped: 0 };
  }
}

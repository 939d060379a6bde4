import { spawnSync } from 'node:child_process';
import { chmod, cp } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { expect, test } from 'vitest';
import { scratchCheckout } from './scratch-checkout.ts';

const root = join(import.meta.dirname, '../..');

/** Runs `.ci/run` with an npm that prints the given text and ends with the given code. */
async function runWith(output: string, code: number): Promise<{ status: number | null; stderr: string }> {
  const npm = `#!/bin/sh\n[ "$*" = test ] && [ "$CI" = true ] || exit 99\ncat <<'END'\n${output}\nEND\nexit ${code}\n`;
  await using scratch = await scratchCheckout({ 'bin/npm': npm });
  await chmod(scratch.join('bin/npm'), 0o755);
  await cp(join(root, '.ci/run'), scratch.join('.ci/run'));
  const env = { ...process.env, PATH: scratch.join('bin') + delimiter + process.env['PATH'] };
  const { status, stderr } = spawnSync('bash', [scratch.join('.ci/run')], { env, encoding: 'utf8' });
  return { status, stderr };
}

test.skipIf(process.platform === 'win32').each([
  ['accepts a run in which everything passed', '12 passed, 0 failed', 0, 0],
  ['accepts skipped tests', 'ok\n12 passed, 0 failed, 3 skipped', 0, 0],
  ['refuses a run in which nothing passed', '0 passed, 0 failed', 0, 1],
  ['refuses a run with failures, whatever it ended with', '12 passed, 1 failed', 0, 1],
  ['keeps the exit code of a run with failures', '12 passed, 1 failed', 7, 7],
  ['keeps the exit code of a run that claims that all is well', '12 passed, 0 failed', 3, 3],
  ['refuses a run that does not say what it did', 'all is well', 0, 1],
  ['refuses a run that goes on talking after its closing line', '12 passed, 0 failed\nbye', 0, 1],
])('%s', async (...[, output, code, expected]) => {
  expect(await runWith(output, code)).toMatchObject({ status: expected });
});

import { cp, mkdir, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import type { StepResult } from '../check/steps.ts';
import { testStep } from '../check/tests.ts';
import { scratchCheckout } from './scratch-checkout.ts';

const root = join(import.meta.dirname, '../..');

/** Runs the unit tests, configured as they are here, on a checkout that holds the given file. */
async function runUnitTests(source: string): Promise<StepResult> {
  await using scratch = await scratchCheckout({ 'contracts/src/planted.test.ts': `import { expect, test } from 'vitest';\n${source}` });
  for (const file of ['package.json', 'vitest.config.ts', 'tools/closing-line.ts', 'tools/check/tally.ts']) {
    await mkdir(dirname(scratch.join(file)), { recursive: true });
    await cp(join(root, file), scratch.join(file));
  }
  await symlink(join(root, 'node_modules'), scratch.join('node_modules'));
  return await testStep('unit tests', ['unit'], { root: scratch.path, live: false }).run();
}

const passing = "test('passes', () => expect(1).toBe(1));";

test('counts what passed, failed and was skipped', async () => {
  const { ok, tally } = await runUnitTests(`${passing}\ntest.skip('later', () => {});\ntest('fails', () => expect(1).toBe(2));`); // planted
  expect({ ok, tally }).toEqual({ ok: false, tally: { passed: 1, failed: 1, skipped: 1 } });
});

test('is content when everything passes', async () => {
  expect(await runUnitTests(passing)).toMatchObject({ ok: true, tally: { passed: 1, failed: 0, skipped: 0 } });
});

test('fails when not a single test ran', async () => {
  const { ok, output } = await runUnitTests("test.skip('later', () => {});"); // planted
  expect(ok).toBe(false);
  expect(output).toContain('not a single test passed');
});

test('fails for a file that cannot be imported', async () => {
  expect(await runUnitTests(`import './missing.ts';\n${passing}`)).toMatchObject({
    ok: false,
    tally: { passed: 0, failed: 1, skipped: 0 },
  });
});

test('fails for an error that no test waited for', async () => {
  const stray = "test('lets go', () => { void Promise.reject(new Error('stray')); });";
  expect(await runUnitTests(`${passing}\n${stray}`)).toMatchObject({ ok: false, tally: { failed: 1 } });
});

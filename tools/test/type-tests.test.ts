import { spawnSync } from 'node:child_process';
import { cp, mkdir, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { scratchCheckout } from './scratch-checkout.ts';

const root = join(import.meta.dirname, '../..');

/** Runs the type tests, configured as they are here, on a checkout that holds one of them. */
async function runTypeTest(source: string): Promise<{ status: number | null; lastLine: string | undefined }> {
  await using scratch = await scratchCheckout({ 'contracts/src/planted.test-d.ts': source });
  for (const file of [
    'package.json',
    'vitest.config.ts',
    'tsconfig.base.json',
    'tsconfig.check.json',
    'tools/closing-line.ts',
    'tools/check/tally.ts',
  ]) {
    await mkdir(dirname(scratch.join(file)), { recursive: true });
    await cp(join(root, file), scratch.join(file));
  }
  await symlink(join(root, 'node_modules'), scratch.join('node_modules'));
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const { KEYRACK_TALLY_FILE: _ours, ...env } = process.env;
  const { status, stdout } = spawnSync(process.execPath, [vitest, 'run', '--project', 'types'], {
    cwd: scratch.path,
    encoding: 'utf8',
    env,
  });
  return { status, lastLine: stdout.trimEnd().split('\n').at(-1) };
}

const typeTest = (type: string): string => `
import { expectTypeOf, test } from 'vitest';
test('an instant is a number', () => expectTypeOf(Date.now()).toEqualTypeOf<${type}>());
`;

test('a type test that is right passes', async () => {
  expect(await runTypeTest(typeTest('number'))).toEqual({ status: 0, lastLine: '1 passed, 0 failed' });
});

test('a type test that is wrong fails', async () => {
  expect(await runTypeTest(typeTest('string'))).toEqual({ status: 1, lastLine: '0 passed, 1 failed' });
});

test('a file of type tests that does not compile fails', async () => {
  expect(await runTypeTest(`${typeTest('number')}\nexport const wrong: string = 1;\n`)).toMatchObject({ status: 1 });
});

import { rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { isInstalled, npmCommand } from './install.mjs';
import { scratchCheckout } from '../test/scratch-checkout.ts';

const packages = {
  '': { name: 'repository' },
  engine: { version: '0.1.0' },
  'node_modules/@keyrack/engine': { resolved: 'engine', link: true },
  'node_modules/linter': { version: '1.0.0', integrity: 'sha512-a' },
  'node_modules/linter-darwin': { version: '1.0.0', integrity: 'sha512-b', optional: true },
};
const { 'node_modules/linter-darwin': _otherPlatform, '': _root, ...present } = packages;

function checkout(installed: object | string = present): ReturnType<typeof scratchCheckout> {
  return scratchCheckout({
    'package-lock.json': JSON.stringify({ packages }),
    'node_modules/.package-lock.json': typeof installed === 'string' ? installed : JSON.stringify({ packages: installed }),
    'engine/package.json': '{}',
    'node_modules/linter/package.json': '{}',
    'node_modules/@keyrack/engine/package.json': '{}',
  });
}

describe('isInstalled', () => {
  test('is content without what is optional and made for other machines', async () => {
    await using scratch = await checkout();
    expect(isInstalled(scratch.path)).toBe(true);
  });

  test('sees a fresh clone', async () => {
    await using scratch = await scratchCheckout({ 'package-lock.json': JSON.stringify({ packages }) });
    expect(isInstalled(scratch.path)).toBe(false);
  });

  test('sees another version or content than the lockfile asks for', async () => {
    for (const other of [
      { version: '0.9.0', integrity: 'sha512-a' },
      { version: '1.0.0', integrity: 'sha512-c' },
    ]) {
      await using scratch = await checkout({ ...present, 'node_modules/linter': other });
      expect(isInstalled(scratch.path)).toBe(false);
    }
  });

  test('sees a package, and a workspace, that the lockfile has gained', async () => {
    for (const path of ['node_modules/linter', 'node_modules/@keyrack/engine']) {
      await using scratch = await checkout(Object.fromEntries(Object.entries(present).filter(([key]) => key !== path)));
      expect(isInstalled(scratch.path)).toBe(false);
    }
  });

  test('sees a package whose folder was deleted', async () => {
    await using scratch = await checkout();
    rmSync(scratch.join('node_modules/linter'), { recursive: true });
    expect(isInstalled(scratch.path)).toBe(false);
  });

  test('asks nothing of npm for a workspace whose folder is missing, which npm passes over each time', async () => {
    const inWorkspace = { 'engine/node_modules/old-parser': { version: '1.0.0', integrity: 'sha512-d' } };
    const withoutWorkspace = { 'node_modules/linter': present['node_modules/linter'] };
    await using scratch = await checkout(withoutWorkspace);
    await writeFile(scratch.join('package-lock.json'), JSON.stringify({ packages: { ...packages, ...inWorkspace } }));
    expect(isInstalled(scratch.path)).toBe(false);
    rmSync(scratch.join('engine'), { recursive: true });
    expect(isInstalled(scratch.path)).toBe(true);
  });

  test('takes a half-written record for none', async () => {
    await using scratch = await checkout('{"packages": {');
    expect(isInstalled(scratch.path)).toBe(false);
  });

  test('refuses a checkout without its lockfile', async () => {
    await using scratch = await checkout();
    rmSync(scratch.join('package-lock.json'));
    expect(() => isInstalled(scratch.path)).toThrow('this checkout is not whole');
  });
});

describe('npmCommand', () => {
  test('runs the npm that started us on the chosen Node', () => {
    expect(npmCommand('/node24', { npm_execpath: '/usr/lib/npm/bin/npm-cli.js' })).toEqual(['/node24', ['/usr/lib/npm/bin/npm-cli.js']]);
  });

  test('looks for npm on the path when another program, or none, started us', () => {
    const onPath = [process.platform === 'win32' ? 'npm.cmd' : 'npm', []];
    expect(npmCommand('/node24', { npm_execpath: '/usr/lib/yarn/bin/yarn.js' })).toEqual(onPath);
    expect(npmCommand('/node24', {})).toEqual(onPath);
  });
});

import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { scratchFolder, type ScratchFolder } from '@keyrack/testing-kit';
import { packPackages, publishedPackages } from '../pack/packages.ts';

const root = join(import.meta.dirname, '../..');
const run = promisify(execFile);
const libraries = publishedPackages(root).filter(({ manifest }) => manifest.exports !== undefined);
let scratch: ScratchFolder;

beforeAll(async () => {
  scratch = await scratchFolder();
  const names = libraries.map(({ manifest }) => manifest.name);
  const tarballs = await packPackages({ root, folder: scratch.join('packed'), names });
  await linkForeignPackages(scratch.join('node_modules'));
  await Promise.all(tarballs.map((tarball, index) => unpack(tarball, scratch.join('node_modules', names[index] ?? ''))));
}, 120_000);

afterAll(() => scratch[Symbol.asyncDispose]());

/** Gives the unpacked packages what they depend on, as a registry would. */
async function linkForeignPackages(modules: string): Promise<void> {
  await mkdir(modules, { recursive: true });
  for (const name of await readdir(join(root, 'node_modules'))) {
    if (!name.startsWith('.') && name !== '@keyrack' && name !== 'keyrack')
      await symlink(join(root, 'node_modules', name), join(modules, name));
  }
}

async function unpack(tarball: string, folder: string): Promise<void> {
  await mkdir(dirname(folder), { recursive: true });
  await mkdir(folder);
  await run('tar', ['-xzf', tarball, '-C', folder, '--strip-components=1']);
}

describe.each(libraries.map(({ manifest }) => [manifest.name, manifest] as const))('%s, as packed', (name, { peerDependencies = {} }) => {
  test('has nothing to object to in its manifest', async () => {
    const { messages, pkg } = await publint({ pkgDir: scratch.join('node_modules', name), pack: false, strict: true });
    expect(messages.map((message) => formatMessage(message, pkg))).toEqual([]);
  });

  test('holds its licence, its README, its types and no tests', async () => {
    const folder = scratch.join('node_modules', name);
    expect(['LICENSE', 'README.md', 'dist/index.d.ts'].filter((file) => !existsSync(join(folder, file)))).toEqual([]);
    const files = await readdir(folder, { recursive: true });
    expect(files.filter((file) => /\.test(-d)?\.|tsbuildinfo/.test(file))).toEqual([]);
  });

  test('starts from one file for each entry, since each further one costs time', async () => {
    const scripts = (await readdir(scratch.join('node_modules', name, 'dist'), { recursive: true })).filter((file) => file.endsWith('.js'));
    expect(scripts).toContain('index.js');
    expect(scripts.filter((file) => !/^(?:part-\w+|(?:\w+\/)?index)\.js$/.test(file))).toEqual([]);
  });

  // Vitest refuses to be imported outside of a test run.
  test.skipIf('vitest' in peerDependencies)('can be imported without its sources', async () => {
    const script = `import * as everything from '${name}'; console.log(import.meta.resolve('${name}'), Object.keys(everything).length)`;
    const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', script], { cwd: scratch.path });
    expect(stdout).toMatch(/dist\/index\.js [1-9]/);
  });
});

test('errors of packed libraries keep the names of their classes, by which another copy recognises them', async () => {
  const script = `
    import * as contracts from '@keyrack/contracts';
    import * as http from '@keyrack/http';
    const errors = Object.entries({ ...contracts, ...http }).filter(([name, value]) => name.endsWith('Error') && typeof value === 'function');
    console.log(JSON.stringify(errors.map(([name, value]) => [name, value.name])));
  `;
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', script], { cwd: scratch.path });
  const names = JSON.parse(stdout) as readonly (readonly [exported: string, own: string])[];
  expect(names.length).toBeGreaterThan(20);
  expect(names.filter(([exported, own]) => exported !== own)).toEqual([]);
});

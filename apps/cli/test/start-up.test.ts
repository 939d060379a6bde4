import { openRack } from '@keyrack/runtime';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { keyrack, scratchFolder } from './support/keyrack.ts';

const scratch = scratchFolder();
beforeAll(async () => {
  await (await openRack({ environment: {}, home: scratch.path })).close();
});
afterAll(() => scratch.remove());

const spy = `
  import { registerHooks } from 'node:module';
  const seen = [];
  registerHooks({ resolve(specifier, context, next) { const found = next(specifier, context); seen.push(found.url); return found; } });
  process.on('exit', () => process.stderr.write(seen.join('\\n')));
`;

async function loaded(words: readonly string[]): Promise<readonly string[]> {
  const { code, stderr } = await keyrack(words, {
    home: scratch.path,
    nodeFlags: ['--import', `data:text/javascript,${encodeURIComponent(spy)}`],
  });
  expect(code).toBe(0);
  return stderr.split('\n');
}

/** Parts of paths that cost time, or belong to other commands. */
const heavy = [
  '/runtime/',
  '/engine/',
  '/emulators/',
  'kysely',
  '@clack',
  'cli-progress',
  'csv-stringify',
  '/yaml/',
  'node:sqlite',
  '@bomb.sh',
];

describe('start-up', () => {
  test('the version is printed without loading even the command tree', async () => {
    const urls = await loaded(['--version']);
    expect(urls.filter((url) => url.includes('commander'))).toEqual([]);
    expect(urls.filter((url) => heavy.some((part) => url.includes(part)))).toEqual([]);
  });

  test.each([[['--help']], [['issue', '--help']]])('%j loads nothing but the command tree', async (words) => {
    const urls = await loaded(words);
    expect(urls.some((url) => url.includes('commander'))).toBe(true);
    expect(urls.filter((url) => heavy.some((part) => url.includes(part)))).toEqual([]);
  });

  test('a listing loads no prompts, no emulators and no other format', async () => {
    const urls = await loaded(['list']);
    expect(urls.some((url) => url.includes('/runtime/'))).toBe(true);
    const others = ['/pg/', '/emulators/', '@clack', 'cli-progress', 'csv-stringify', '/yaml/', '@bomb.sh'];
    expect(urls.filter((url) => others.some((part) => url.includes(part)))).toEqual([]);
  });
});

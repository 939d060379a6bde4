import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { format } from 'node:util';
import { describe, expect, test } from 'vitest';
import * as outline from '../src/index.ts';
import { connectToFresh } from './support/connect.ts';

/** A program in a document, under its heading. */
interface Program {
  readonly title: string;
  readonly source: string;
}

const root = new URL('../../../', import.meta.url);

function programsIn(path: string): readonly Program[] {
  const text = readFileSync(new URL(path, root), 'utf8');
  const parts = [...text.matchAll(/^#{2,4} (?<title>.+)$|^```ts\n(?<source>[\s\S]*?)^```$/gm)];
  let title = '';
  return parts.flatMap(({ groups }) => {
    title = groups?.['title'] ?? title;
    return groups?.['source'] === undefined ? [] : [{ title, source: groups['source'] }];
  });
}

/** Makes a function of a module: its imports become parameters, its types go away. */
function functionOf(source: string): (...given: readonly unknown[]) => Promise<void> {
  const body = stripTypeScriptTypes(source).replaceAll(/^import (\{[^}]*\}) from '([^']+)';?$/gm, "const $1 = await load('$2');");
  expect(body).not.toMatch(/^import /m);
  const AsyncFunction = (async () => undefined).constructor as new (...words: string[]) => (...given: readonly unknown[]) => Promise<void>; // it has no name of its own
  return new AsyncFunction('load', 'process', 'console', body);
}

/** Runs a program on a server with two keys; another server is empty. */
async function run({ source }: Program): Promise<string> {
  await using first = await connectToFresh();
  await using second = await connectToFresh();
  await first.outline.accessKeys.create({ name: 'Alice' });
  await first.outline.accessKeys.create({ name: 'Bob' });
  first.emulator.feedTraffic({ keyId: '0', bytes: 5_000, tunnelSeconds: 60, atMs: Date.now() - 600_000 });
  const printed: string[] = [];
  const load = (name: string): unknown => (name === '@keyrack/outline' ? outline : import(name));
  const environment = {
    OUTLINE_API_URL: first.emulator.apiUrl,
    OUTLINE_CERT_SHA256: first.emulator.certSha256,
    OUTLINE_BERLIN_API_URL: first.emulator.apiUrl,
    OUTLINE_BERLIN_CERT_SHA256: first.emulator.certSha256,
    OUTLINE_PARIS_ACCESS: second.emulator.accessText,
  };
  await functionOf(source)(load, { env: environment }, { log: (...words: readonly unknown[]) => printed.push(format(...words)) });
  return printed.join('\n');
}

/** What the program says it prints, where it says so. */
function announced(source: string): string {
  return [...source.matchAll(/^\/\/ prints: (?<line>.*)$/gm)].map(({ groups }) => groups?.['line'] ?? '').join('\n');
}

describe.each([
  ['docs/outline/recipes.md', 10],
  ['docs/outline/from-pyoutlineapi.md', 20],
])('every program in %s', (path, atLeast) => {
  const programs = programsIn(path);

  test('is found', () => {
    expect(programs.length).toBeGreaterThanOrEqual(atLeast);
  });

  test.each(programs)('runs and prints what it says: $title', async (program) => {
    expect(await run(program)).toBe(announced(program.source));
  });
});

test('the quickstart of the README is of the form that is run here', () => {
  const [quickstart] = programsIn('clients/outline/README.md');
  expect(quickstart?.source).toContain('OutlineClient.fromAccessFile');
  expect(() => functionOf(quickstart?.source ?? '')).not.toThrow();
});

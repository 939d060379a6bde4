import { announcedOutput, programsIn, runDocumentProgram } from '@keyrack/testing-kit';
import type { DocumentProgram } from '@keyrack/testing-kit';
import { describe, expect, test } from 'vitest';
import * as outline from '../src/index.ts';
import { connectToFresh } from './support/connect.ts';

const root = new URL('../../../', import.meta.url);

/** Runs a program on a server with two keys; another server is empty. */
async function run(program: DocumentProgram): Promise<string> {
  await using first = await connectToFresh();
  await using second = await connectToFresh();
  await first.outline.accessKeys.create({ name: 'Alice' });
  await first.outline.accessKeys.create({ name: 'Bob' });
  first.emulator.feedTraffic({ keyId: '0', bytes: 5_000, tunnelSeconds: 60, atMs: Date.now() - 600_000 });
  const environment = {
    OUTLINE_API_URL: first.emulator.apiUrl,
    OUTLINE_CERT_SHA256: first.emulator.certSha256,
    OUTLINE_BERLIN_API_URL: first.emulator.apiUrl,
    OUTLINE_BERLIN_CERT_SHA256: first.emulator.certSha256,
    OUTLINE_PARIS_ACCESS: second.emulator.accessText,
  };
  return await runDocumentProgram(program, { modules: { '@keyrack/outline': outline }, environment }); // both servers are needed until then
}

describe.each([
  ['docs/outline/recipes.md', 10],
  ['docs/outline/from-pyoutlineapi.md', 20],
])('every program in %s', (path, atLeast) => {
  const programs = programsIn(new URL(path, root));

  test('is found', () => {
    expect(programs.length).toBeGreaterThanOrEqual(atLeast);
  });

  test.each(programs)('runs and prints what it says: $title', async (program) => {
    expect(await run(program)).toBe(announcedOutput(program));
  });
});

test('the quickstart of the README is a program, and opens the file that an installer writes', async () => {
  const [quickstart] = programsIn(new URL('clients/outline/README.md', root));
  await using fresh = await connectToFresh();
  const modules = { '@keyrack/outline': outline, 'node:fs/promises': { readFile: async () => fresh.emulator.accessText } };
  const printed = quickstart && (await runDocumentProgram(quickstart, { modules, environment: {} }));
  expect(printed).toMatch(/^ss:\/\/.*\n0 Alice 50000000000\noutline: DELETE .* found no access key with this id/s);
});

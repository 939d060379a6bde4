import { startVergeOSEmulator } from '@keyrack/emulators';
import { announcedOutput, programsIn, runDocumentProgram } from '@keyrack/testing-kit';
import type { DocumentProgram } from '@keyrack/testing-kit';
import { afterAll, describe, expect, test } from 'vitest';
import * as sdk from '../src/index.ts';

const root = new URL('../../../', import.meta.url);
const emulator = await startVergeOSEmulator();
afterAll(() => emulator.close());

/** Runs a program on a system with the users admin and ci, and two keys of ci. */
async function run(program: DocumentProgram): Promise<string> {
  emulator.reset();
  const { url, username, password, apiKey, certSha256 } = emulator;
  await using vergeos = new sdk.VergeOSClient({ baseUrl: url, username, password, certSha256 });
  await vergeos.users.create({ name: 'ci', password: 'not-a-secret', type: 'api' });
  await vergeos.apiKeys.create({ user: 'ci', name: 'deploy' });
  await vergeos.apiKeys.create({ user: 'ci', name: 'nightly', expiresIn: '10d' });
  const { host } = new URL(url);
  const environment = {
    VERGE_HOST: host,
    VERGE_TOKEN: apiKey,
    VERGE_CERT_SHA256: certSha256,
    ADMIN_PASSWORD: password,
    BERLIN_HOST: host,
    BERLIN_TOKEN: apiKey,
    BERLIN_CERT_SHA256: certSha256,
  };
  return await runDocumentProgram(program, { modules: { '@keyrack/vergeos': sdk }, environment });
}

describe.each([
  ['docs/vergeos/recipes.md', 10],
  ['docs/vergeos/from-pyvergeos.md', 10],
])('every program in %s', (path, atLeast) => {
  const programs = programsIn(new URL(path, root));

  test('is found', () => {
    expect(programs.length).toBeGreaterThanOrEqual(atLeast);
  });

  test.each(programs)('runs and prints what it says: $title', async (program) => {
    const announced = announcedOutput(program);
    expect(announced).not.toBe('');
    expect(await run(program)).toBe(announced);
  });
});

test('the quickstart of the README runs and prints what it says', async () => {
  const [quickstart] = programsIn(new URL('clients/vergeos/README.md', root));
  if (quickstart === undefined) throw new Error('there is no quickstart');
  expect(announcedOutput(quickstart)).not.toBe('');
  expect(await run(quickstart)).toBe(announcedOutput(quickstart));
});

import { startAuthPIEmulator } from '@keyrack/emulators';
import { announcedOutput, programsIn, runDocumentProgram } from '@keyrack/testing-kit';
import type { DocumentProgram } from '@keyrack/testing-kit';
import { describe, expect, test } from 'vitest';
import * as authpi from '../src/index.ts';

const root = new URL('../../../', import.meta.url);

/** Runs a program on an account with an issuer, a user with a session, and a webhook that was told of that user. */
async function run(program: DocumentProgram): Promise<string> {
  await using emulator = await startAuthPIEmulator();
  const client = new authpi.AuthPIClient({ baseUrl: emulator.url, apiKey: { id: emulator.keyId, secret: emulator.keySecret } });
  const { id: issuerId } = await client.issuers.create({ name: 'Main', settings: { access: {} } });
  const hook = { name: 'Main', url: 'http://127.0.0.1:9/', auth: { type: 'none' }, events: ['user.created'] } as const;
  const { id: webhookId } = await client.webhooks.create(hook);
  const { id: userId } = await client.issuer(issuerId).users.create({ username_type: 'email', username: 'alice@example.com', profile: {} });
  const fields = { user_id: userId, issuer_id: issuerId, type: 'op', status: 'active' };
  emulator.addRecord({ kind: 'sessions', within: [issuerId, userId], fields });
  await emulator.settled();
  await client.close();
  const environment = {
    AUTHPI_KEY_ID: emulator.keyId,
    AUTHPI_KEY_SECRET: emulator.keySecret,
    AUTHPI_BASE_URL: emulator.url,
    ACCOUNT_ID: emulator.accountId,
    ISSUER_ID: issuerId,
    USER_ID: userId,
    WEBHOOK_ID: webhookId,
    EXPIRED_TOKEN: 'expired',
    NEXT_TOKEN: emulator.newAccessToken(),
  };
  return await runDocumentProgram(program, { modules: { '@keyrack/authpi': authpi }, environment }); // the emulator is needed until then
}

describe.each([
  ['docs/authpi/recipes.md', 10],
  ['docs/authpi/from-authpi-admin.md', 17],
])('every program in %s', (path, atLeast) => {
  const programs = programsIn(new URL(path, root));

  test('is found', () => {
    expect(programs.length).toBeGreaterThanOrEqual(atLeast);
  });

  test.each(programs)('runs and prints what it says: $title', async (program) => {
    expect(await run(program)).toBe(announcedOutput(program));
  });
});

test('the quickstart of the README is a program, and finds the user that it makes', async () => {
  const [quickstart] = programsIn(new URL('clients/authpi/README.md', root));
  expect(quickstart && (await run(quickstart))).toMatch(/^key_\w+ \w{40,}\nusr_\w+ active$/);
});

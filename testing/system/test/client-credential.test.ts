import { startOutlineEmulator } from '@keyrack/emulators';
import { scratchFolder } from '@keyrack/testing-kit';
import { expect, test } from 'vitest';
import { openRack } from '@keyrack/runtime';

test('a client of the system gets the credential of a connection as a Secret, written into the audit trail, and only of the system that was added', async () => {
  await using folder = await scratchFolder();
  await using server = await startOutlineEmulator();
  await using rack = await openRack({ environment: {}, home: folder.path });
  const { url, certSha256 } = server.readyLine;
  await rack.connections.add({ name: 'vpn', provider: 'outline', input: { fields: { url, certSha256 }, text: null } });
  const { connection, credential } = await rack.connections.openClientCredential('vpn', 'outline rename');
  expect(connection.settings).toMatchObject({ origin: server.origin });
  expect(String(credential)).toBe('[secret]');
  expect(credential.reveal()).toBe(server.apiUrl);
  const { items } = await rack.audit.list();
  const event = items.find(({ type }) => type === 'connection.credential-opened');
  expect(event?.detail).toEqual({ name: 'vpn', provider: 'outline', purpose: 'outline rename' });
  await expect(rack.connections.openClientCredential('nobody', 'x')).rejects.toMatchObject({ code: 'connection-not-found' });
  server.reset(); // reinstalled: it has another identity now
  await expect(rack.connections.openClientCredential('vpn', 'x')).rejects.toMatchObject({ code: 'system-identity-changed' });
});

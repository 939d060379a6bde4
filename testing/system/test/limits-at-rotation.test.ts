import { startAuthPIEmulator, startLiteLLMEmulator, startOutlineEmulator, startVergeOSEmulator } from '@keyrack/emulators';
import { openRack } from '@keyrack/runtime';
import type { Rack } from '@keyrack/runtime';
import { scratchFolder } from '@keyrack/testing-kit';
import { expect, test } from 'vitest';

interface Scene extends AsyncDisposable {
  readonly rack: Rack;
  readonly keyId: string;
  /** The key's id in the system, before and after. */
  readonly first: string;
  /** Rotates without an overlap; what happens before the secret is taken, happens while both are valid. */
  rotate(meanwhile?: (successor: string) => void | Promise<void>): Promise<string>;
}

async function scene(provider: string, fields: Readonly<Record<string, string>>, key: object): Promise<Scene> {
  const folder = await scratchFolder();
  const rack = await openRack({ environment: {}, home: folder.path });
  await rack.connections.add({ name: 'system', provider, input: { fields, text: null } });
  const issued = await rack.keys.issue({ connection: 'system', name: 'alice', ...key });
  const keyId = issued.key.id;
  return {
    rack,
    keyId,
    first: issued.version.upstreamId ?? '',
    async rotate(meanwhile) {
      const { version } = await rack.keys.rotate(keyId, { overlapMs: 0 });
      const successor = version.upstreamId ?? '';
      await meanwhile?.(successor);
      expect((await rack.keys.confirmDelivered(keyId)).operation?.state).toBe('done');
      return successor;
    },
    async [Symbol.asyncDispose]() {
      await rack.close();
      await folder[Symbol.asyncDispose]();
    },
  };
}

test('limits survive rotation on Outline: the remainder is carried over, and during the overlap both count together', async () => {
  await using outline = await startOutlineEmulator();
  const { url, certSha256 } = outline.readyLine;
  await using there = await scene('outline', { url, certSha256 }, { limits: { dataLimitBytes: 1_000_000 } });
  const limitOf = (id: string): number => outline.state().keys.find((key) => key.id === id)?.dataLimit?.bytes ?? 0;
  outline.feedTraffic({ keyId: there.first, bytes: 100_000 });
  let atFirst = 0;
  const successor = await there.rotate((id) => {
    atFirst = limitOf(id);
    outline.feedTraffic({ keyId: there.first, bytes: 200_000 });
    outline.feedTraffic({ keyId: id, bytes: 50_000 });
  });
  // The server's figures are estimates.
  expect(Math.abs(atFirst - 900_000)).toBeLessThan(10_000);
  expect(Math.abs(limitOf(successor) - 700_000)).toBeLessThan(20_000);
  await there.rack.inventory.sync();
  expect((await there.rack.keys.show(there.keyId)).key).toMatchObject({ limits: { dataLimitBytes: 1_000_000 }, drift: 'none' });
});

test('limits survive rotation on LiteLLM: what was spent counts on the successor, also what both spend during the overlap', async () => {
  await using litellm = await startLiteLLMEmulator();
  const { url, apiKey } = litellm.readyLine;
  const limits = { budgetUsd: 10, requestsPerMinute: 60, tokensPerMinute: 1_000, maxParallelRequests: 3, models: ['gpt-4o'] };
  await using there = await scene('litellm', { url, apiKey }, { limits });
  const spend = (token: string, cost: number): void => litellm.use(token, { cost, atMs: litellm.clock.nowMs() - 10_000 });
  const rowOf = (token: string) => litellm.state().keys.find((key) => key.token === token);
  spend(there.first, 2);
  const successor = await there.rotate((token) => {
    expect(rowOf(token)).toMatchObject({ spend: 2, max_budget: 10 });
    spend(there.first, 1);
    spend(token, 0.5);
  });
  expect(rowOf(successor)).toMatchObject({
    spend: 3.5,
    max_budget: 10,
    rpm_limit: 60,
    tpm_limit: 1_000,
    max_parallel_requests: 3,
    models: ['gpt-4o'],
  });
});

test('limits survive rotation on AuthPI: scopes and addresses', async () => {
  await using authpi = await startAuthPIEmulator();
  const limits = { scopes: ['users:read'], allowedAddresses: ['127.0.0.1'] };
  await using there = await scene('authpi', { ...authpi.readyLine }, { limits });
  const successor = await there.rotate();
  const found = authpi.state().keys.find(({ id }) => id === successor);
  expect(found?.fields['restrictions']).toEqual({ scopes: ['users:read'], ip_allowlist: ['127.0.0.1'] });
});

test('limits survive rotation on VergeOS: addresses', async () => {
  await using vergeos = await startVergeOSEmulator();
  const { system: _system, ...fields } = vergeos.readyLine;
  const limits = { allowedAddresses: ['192.0.2.0/24'], deniedAddresses: ['198.51.100.7'] };
  await using there = await scene('vergeos', fields, { limits });
  const successor = await there.rotate();
  await there.rack.inventory.sync();
  const { key, versions } = await there.rack.keys.show(there.keyId);
  expect(key).toMatchObject({ limits, drift: 'none' });
  expect(versions.at(-1)).toMatchObject({ upstreamId: successor, limits, observed: { limits } });
});

test.each([
  ['litellm', startLiteLLMEmulator],
  ['authpi', startAuthPIEmulator],
  ['vergeos', startVergeOSEmulator],
] as const)('expiry survives rotation on %s', async (provider, start) => {
  const expiresAtMs = Math.floor(Date.now() / 1_000) * 1_000 + 86_400_000;
  await using emulator = await start();
  const { system: _system, ...fields } = emulator.readyLine;
  await using there = await scene(provider, fields, { expiresAtMs });
  await there.rotate();
  await there.rack.inventory.sync();
  expect((await there.rack.keys.show(there.keyId)).key).toMatchObject({ expiresAtMs, drift: 'none' });
});

import { AuthPIClient } from '@keyrack/authpi';
import { startAuthPIEmulator, startLiteLLMEmulator, startOutlineEmulator, startVergeOSEmulator } from '@keyrack/emulators';
import type { OutlineEmulator } from '@keyrack/emulators';
import { LiteLLMClient } from '@keyrack/litellm';
import { openRack } from '@keyrack/runtime';
import type { Rack } from '@keyrack/runtime';
import { scratchFolder } from '@keyrack/testing-kit';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';

/** A rack with one key on one emulator. */
interface Scene extends AsyncDisposable {
  readonly rack: Rack;
  readonly keyId: string;
}

async function scene(provider: string, fields: Readonly<Record<string, string>>, key: object = {}): Promise<Scene> {
  const folder = await scratchFolder();
  const rack = await openRack({ environment: {}, home: folder.path });
  await rack.connections.add({ name: 'system', provider, input: { fields, text: null } });
  const issued = await rack.keys.issue({ connection: 'system', name: 'alice', ...key });
  return {
    rack,
    keyId: issued.key.id,
    async [Symbol.asyncDispose]() {
      await rack.close();
      await folder[Symbol.asyncDispose]();
    },
  };
}

/** Keeps the trial back, and does something before it arrives. */
async function beforeTrial({ faults }: Pick<OutlineEmulator, 'faults'>, path: string, meanwhile: () => Promise<unknown>): Promise<void> {
  const rule = faults.add({ method: 'GET', path, effect: { kind: 'hold', when: 'before' } });
  while (faults.held.length === 0) await setTimeout(5);
  await meanwhile();
  faults.remove(rule);
  faults.release();
}

/** What is true of a rotation whose successor does not work, whatever the system. */
async function expectNotGiven({ rack, keyId }: Scene, rotation: Promise<unknown>): Promise<void> {
  await expect(rotation).rejects.toMatchObject({ code: 'upstream-rejected', outcome: 'applied' });
  const [operation] = (await rack.operations.list({ keyId, kinds: ['rotate'] })).items;
  expect(operation).toMatchObject({ state: 'waiting', reason: expect.stringContaining('does not accept the new secret') });
  const { versions } = await rack.keys.show(keyId);
  expect(versions.map(({ stage }) => stage)).toEqual(['current', 'prepared']);
  expect(await rack.keys.confirmDelivered(keyId)).toMatchObject({ operation: null });
}

describe('a successor on LiteLLM', () => {
  test('is tried before it is given away: one that is blocked by then is given to nobody, and goes on when it works', async () => {
    await using litellm = await startLiteLLMEmulator();
    const { url, apiKey } = litellm.readyLine;
    await using there = await scene('litellm', { url, apiKey });
    const { rack, keyId } = there;
    await using client = new LiteLLMClient({ baseUrl: url, apiKey });
    const newest = (): string => litellm.state().keys.at(-1)?.token ?? '';
    const rotation = rack.keys.rotate(keyId, { overlapMs: 0 });
    await Promise.all([expectNotGiven(there, rotation), beforeTrial(litellm, '/key/info', () => client.keys.block(newest()))]);
    await client.keys.unblock(newest());
    const [operation] = (await rack.operations.list({ keyId, kinds: ['rotate'] })).items;
    expect((await rack.operations.resume(operation?.id ?? '')).operation.reason).toContain('keyrack reveal');
    expect((await rack.keys.confirmDelivered(keyId)).operation?.state).toBe('done');
    expect(litellm.state().keys.map(({ token }) => token)).toEqual([newest()]);
  });

  test('is given away when all its budget is spent: it works, and says so', async () => {
    await using litellm = await startLiteLLMEmulator();
    const { url, apiKey } = litellm.readyLine;
    await using there = await scene('litellm', { url, apiKey }, { limits: { budgetUsd: 1 } });
    await using client = new LiteLLMClient({ baseUrl: url, apiKey });
    await client.keys.update(litellm.state().keys[0]?.token ?? '', { spend: 2 });
    const { operation } = await there.rack.keys.rotate(there.keyId, { overlapMs: 0 });
    expect(operation.reason).toContain('keyrack reveal');
  });
});

describe('a successor on AuthPI', () => {
  test('is tried before it is given away: one that is blocked by then is given to nobody, and goes on when it works', async () => {
    await using authpi = await startAuthPIEmulator();
    await using there = await scene('authpi', { ...authpi.readyLine });
    const { rack, keyId } = there;
    const { url: baseUrl, keyId: id, keySecret: secret, accountId } = authpi.readyLine;
    await using client = new AuthPIClient({ baseUrl, apiKey: { id, secret }, accountId });
    const newest = (): string => authpi.state().keys.at(-1)?.id ?? '';
    const rotation = rack.keys.rotate(keyId, { overlapMs: 0 });
    await Promise.all([expectNotGiven(there, rotation), beforeTrial(authpi, '/v1/me', () => client.apiKeys.block(newest()))]);
    await client.apiKeys.unblock(newest());
    const [operation] = (await rack.operations.list({ keyId, kinds: ['rotate'] })).items;
    expect((await rack.operations.resume(operation?.id ?? '')).operation.reason).toContain('keyrack reveal');
    expect((await rack.keys.confirmDelivered(keyId)).operation?.state).toBe('done');
  });

  test('that admits other addresses than ours cannot be tried from here, and is rotated all the same', async () => {
    await using authpi = await startAuthPIEmulator();
    await using there = await scene('authpi', { ...authpi.readyLine }, { limits: { allowedAddresses: ['192.0.2.0/24'] } });
    await there.rack.keys.rotate(there.keyId, { overlapMs: 0 });
    expect((await there.rack.keys.confirmDelivered(there.keyId)).operation?.state).toBe('done');
    const { items } = await there.rack.audit.list();
    expect(items).toContainEqual(expect.objectContaining({ type: 'key.successor-tried', detail: { trial: 'untried' } }));
  });
});

describe('a successor on a system where a secret cannot be tried', () => {
  test.each([
    ['outline', startOutlineEmulator],
    ['vergeos', startVergeOSEmulator],
  ] as const)('%s: the capability says so, and it is given away untried', async (provider, start) => {
    await using emulator = await start();
    const { system: _system, ...fields } = emulator.readyLine;
    await using there = await scene(provider, fields);
    const kind = (await there.rack.providerKinds()).find((candidate) => candidate.kind === provider);
    expect(kind?.capabilities.probe).toBe(false);
    await there.rack.keys.rotate(there.keyId, { overlapMs: 0 });
    expect((await there.rack.keys.confirmDelivered(there.keyId)).operation?.state).toBe('done');
    const { items } = await there.rack.audit.list();
    expect(items.map(({ type }) => type)).not.toContain('key.successor-tried');
  });
});

import { describe, expect, test } from 'vitest';
import { engineFixture } from '../../src/engine-fixture.ts';
import type { EngineFixture } from '../../src/engine-fixture.ts';
import { FakeSystem } from '../../src/fake-system.ts';
import type { FakeKey } from '../../src/fake-system.ts';

async function issued(system: FakeSystem): Promise<EngineFixture & { readonly keyId: string }> {
  const rack = await engineFixture(system);
  const { key } = await rack.engine.keys.issue({ connection: 'fake', name: 'alice', limits: { dataLimitBytes: 100 } });
  return { ...rack, keyId: key.id, [Symbol.asyncDispose]: () => rack[Symbol.asyncDispose]() };
}

function upstream(system: FakeSystem): unknown {
  return [...system.keys.values()].map(({ name, suspended = false, limits }) => ({ name: name.split('-kr')[0], suspended, limits }));
}

describe('suspend and resume', () => {
  test('take the key out of use and put it back as it was', async () => {
    const system = new FakeSystem();
    await using rack = await issued(system);
    const { key } = await rack.engine.keys.suspend(rack.keyId);
    expect(key).toMatchObject({ state: 'suspended', suspensionReasons: ['asked'] });
    expect(upstream(system)).toMatchObject([{ suspended: true }]);
    await rack.engine.inventory.sync();
    expect(await rack.onlyKey()).toMatchObject({ drift: 'none' });
    expect((await rack.engine.keys.resume(rack.keyId)).key).toMatchObject({ state: 'active', suspensionReasons: [] });
    expect(upstream(system)).toEqual([{ name: 'alice', suspended: false, limits: { dataLimitBytes: 100 } }]);
  });

  test('come back only when the last reason is gone', async () => {
    const system = new FakeSystem();
    await using rack = await issued(system);
    await rack.engine.keys.suspend(rack.keyId, { reason: 'unpaid' });
    await rack.engine.keys.suspend(rack.keyId, { reason: 'leaving' });
    expect((await rack.engine.keys.resume(rack.keyId, { reason: 'unpaid' })).key).toMatchObject({
      state: 'suspended',
      suspensionReasons: ['leaving'],
    });
    expect(upstream(system)).toMatchObject([{ suspended: true }]);
    await rack.engine.keys.resume(rack.keyId, { reason: 'leaving' });
    expect(upstream(system)).toMatchObject([{ suspended: false }]);
  });

  test('are refused where the system cannot, before anything is sent', async () => {
    const system = new FakeSystem('compensate');
    await using rack = await issued(system);
    const before = system.calls.length;
    await expect(rack.engine.keys.suspend(rack.keyId)).rejects.toMatchObject({ code: 'capability-missing' });
    expect(system.calls).toHaveLength(before);
  });

  test('look first without sending or writing anything, and refuse what cannot be done', async () => {
    const system = new FakeSystem();
    await using rack = await issued(system);
    const calls = system.calls.length;
    const { keys } = rack.engine;
    expect(await keys.previewSuspend(rack.keyId, { reason: 'unpaid' })).toMatchObject({
      state: 'suspended',
      suspensionReasons: ['unpaid'],
    });
    await expect(keys.previewResume(rack.keyId)).rejects.toMatchObject({ code: 'refused' });
    expect(system.calls).toHaveLength(calls);
    expect(await rack.onlyKey()).toMatchObject({ state: 'active', suspensionReasons: [] });
    await keys.suspend(rack.keyId, { reason: 'unpaid' });
    expect(await keys.previewResume(rack.keyId)).toMatchObject({ state: 'active', suspensionReasons: [] });
    await expect(keys.resume(rack.keyId, { reason: 'leaving' })).rejects.toMatchObject({ code: 'invalid-input' });
    expect(await rack.onlyKey()).toMatchObject({ state: 'suspended' });
  });

  test.each(['suspend', 'resume'] as const)('are finished later when the answer to %s is lost', async (verb) => {
    const system = new FakeSystem();
    await using rack = await issued(system);
    if (verb === 'resume') await rack.engine.keys.suspend(rack.keyId);
    system.fail(verb, 'lose-answer');
    const { operation } = await rack.engine.keys[verb](rack.keyId);
    expect(operation?.state).toBe('waiting');
    const { steps } = await rack.engine.operations.show(operation?.id ?? '');
    expect(steps).toMatchObject([{ state: 'begun', outcome: 'unknown' }]);
    await rack.engine.operations.resume(operation?.id ?? '');
    expect(await rack.onlyKey()).toMatchObject({ state: verb === 'suspend' ? 'suspended' : 'active' });
    expect(upstream(system)).toMatchObject([{ suspended: verb === 'suspend' }]);
  });

  test('stop a rotation at its overlap: only the delivered version is left to resume', async () => {
    const system = new FakeSystem();
    await using rack = await issued(system);
    await rack.engine.keys.rotate(rack.keyId, { overlapMs: 3_600_000 });
    await rack.engine.keys.confirmDelivered(rack.keyId);
    await rack.engine.keys.suspend(rack.keyId);
    expect(upstream(system)).toMatchObject([{ suspended: true }]);
    await rack.engine.keys.resume(rack.keyId);
    expect((await rack.engine.keys.show(rack.keyId)).versions.map(({ stage }) => stage)).toEqual(['retired', 'current']);
  });

  test.each([false, true])(
    'resume does not call a key active that others took out of use, and leaves it to them (adopted: %s)',
    async (isAdopted) => {
      const system = new FakeSystem();
      await using rack = await engineFixture(system);
      system.keys.set('7', { id: '7', name: 'bob', password: 'p', limits: {}, suspended: true });
      await rack.engine.inventory.sync();
      const { id } = await rack.onlyKey();
      if (isAdopted) await rack.engine.keys.adopt(id);
      await expect(rack.engine.keys.resume(id)).rejects.toMatchObject({
        code: 'refused',
        message: expect.stringContaining('not by this rack'),
      });
      expect(await rack.onlyKey()).toMatchObject({ state: 'suspended' });
      system.keys.set('7', { id: '7', name: 'bob', password: 'p', limits: {} });
      expect((await rack.engine.keys.resume(id)).key.state).toBe('active');
    },
  );
});

describe('change', () => {
  test('sets name, limits and owner, and reads them back', async () => {
    const system = new FakeSystem();
    await using rack = await issued(system);
    const { key } = await rack.engine.keys.change(rack.keyId, { name: 'alice-phone', ownerId: 'alice', limits: { dataLimitBytes: 5 } });
    expect(key).toMatchObject({ name: 'alice-phone', ownerId: 'alice', limits: { dataLimitBytes: 5 } });
    expect(upstream(system)).toEqual([{ name: 'alice-phone', suspended: false, limits: { dataLimitBytes: 5 } }]);
    await rack.engine.inventory.sync();
    expect(await rack.onlyKey()).toMatchObject({ drift: 'none' });
    expect(await rack.engine.owners.get('alice')).toMatchObject({ kind: 'person' });
  });

  test('keeps our record as it was when the system refuses', async () => {
    const system = new FakeSystem();
    await using rack = await issued(system);
    system.fail('change', 'refuse');
    await expect(rack.engine.keys.change(rack.keyId, { limits: { dataLimitBytes: null } })).rejects.toMatchObject({
      code: 'upstream-rejected',
    });
    expect(await rack.onlyKey()).toMatchObject({ limits: { dataLimitBytes: 100 } });
  });

  test('is not done before the system shows it', async () => {
    const system = new FakeSystem();
    await using rack = await issued(system);
    system.fail('change', 'lose-request');
    const { operation } = await rack.engine.keys.change(rack.keyId, { limits: { dataLimitBytes: 7 } });
    expect(operation?.state).toBe('waiting');
    expect(await rack.onlyKey()).toMatchObject({ limits: { dataLimitBytes: 100 } });
    await rack.engine.operations.resume(operation?.id ?? '');
    expect(upstream(system)).toMatchObject([{ limits: { dataLimitBytes: 7 } }]);
    expect(await rack.onlyKey()).toMatchObject({ limits: { dataLimitBytes: 7 } });
  });

  test('looks first without sending or writing anything', async () => {
    const system = new FakeSystem();
    await using rack = await issued(system);
    const calls = system.calls.length;
    const preview = await rack.engine.keys.previewChange(rack.keyId, { name: 'alice-phone', limits: { dataLimitBytes: null } });
    expect(preview).toMatchObject({ name: 'alice-phone', limits: {} });
    await expect(rack.engine.keys.previewChange(rack.keyId, { limits: { requestsPerMinute: 5 } })).rejects.toMatchObject({
      code: 'capability-missing',
    });
    expect(system.calls).toHaveLength(calls);
    expect(await rack.onlyKey()).toMatchObject({ name: 'alice', limits: { dataLimitBytes: 100 } });
  });

  test('notes that nobody knows whether it happened, also when only the look at it failed', async () => {
    const system = new FakeSystem();
    await using rack = await issued(system);
    system.fail('get', 'down');
    const { operation } = await rack.engine.keys.change(rack.keyId, { limits: { dataLimitBytes: 7 } });
    const { steps } = await rack.engine.operations.show(operation?.id ?? '');
    expect(steps).toMatchObject([{ state: 'begun', outcome: 'unknown', error: 'connection refused' }]);
    expect((await rack.engine.operations.resume(operation?.id ?? '')).operation.state).toBe('done');
  });

  test('asks the system for nothing when it does not concern it', async () => {
    const system = new FakeSystem();
    await using rack = await issued(system);
    const before = system.calls.length;
    await rack.engine.keys.change(rack.keyId, { ownerId: 'bob', purpose: 'tests' });
    expect(await rack.onlyKey()).toMatchObject({ ownerId: 'bob', purpose: 'tests' });
    expect(system.calls).toHaveLength(before);
  });
});

describe('adopt', () => {
  test('records a foreign key as ours, with our marker and nothing else changed, and keeps its secret', async () => {
    const system = new FakeSystem();
    await using rack = await engineFixture(system);
    system.keys.set('7', { id: '7', name: 'Bob', password: 'secret-of-bob', limits: { dataLimitBytes: 9 } });
    await rack.engine.inventory.sync();
    const { id } = await rack.onlyKey();
    const { key: adopted, operation } = await rack.engine.keys.adopt(id, { ownerId: 'bob' });
    expect(operation).toMatchObject({ kind: 'adopt', state: 'done' });
    expect(adopted).toMatchObject({ id, name: 'Bob', origin: 'adopted', ownerId: 'bob' });
    expect(system.keys.get('7')).toEqual({
      id: '7',
      name: 'Bob',
      password: 'secret-of-bob',
      limits: { dataLimitBytes: 9 },
      rackId: 'testrack',
    });
    system.keys.clear();
    expect((await rack.engine.keys.reveal(id, { reason: 'test' })).reveal()).toBe('secret-of-bob');
    await rack.engine.inventory.sync();
    expect(await rack.onlyKey()).toMatchObject({ drift: 'missing' });
  });

  test('followed by a rotation leaves a secret that only Keyrack knew', async () => {
    const system = new FakeSystem();
    await using rack = await engineFixture(system);
    system.keys.set('7', { id: '7', name: 'Bob', password: 'known to everybody', limits: {} });
    await rack.engine.inventory.sync();
    const { id } = await rack.onlyKey();
    await rack.engine.keys.adopt(id);
    const { secret } = await rack.engine.keys.rotate(id, { overlapMs: 0 });
    await rack.engine.keys.confirmDelivered(id);
    expect([...system.keys.values()].map(({ password }) => password)).toEqual([secret.reveal()]);
  });

  test('refuses keys that are ours, and names that are taken', async () => {
    const system = new FakeSystem();
    await using rack = await issued(system);
    await expect(rack.engine.keys.adopt(rack.keyId)).rejects.toMatchObject({ code: 'refused' });
    system.keys.set('7', { id: '7', name: 'alice', password: 'another alice', limits: {} });
    await rack.engine.inventory.sync();
    const foreign = await rack.engine.keys.find('fake/alice').catch((error: unknown) => error);
    expect(foreign).toMatchObject({ code: 'key-not-found' });
    const [listing] = (await rack.engine.keys.list({ origins: ['foreign'] })).items;
    await expect(rack.engine.keys.adopt(listing?.key.id ?? '')).rejects.toMatchObject({ code: 'key-conflict' });
    const { key } = await rack.engine.keys.adopt(listing?.key.id ?? '', { name: 'alice-2' });
    expect(key).toMatchObject({ name: 'alice-2' });
  });

  test('finds out what became of a marker when the answer was lost, and sets it again when it did not arrive', async () => {
    for (const fault of ['lose-answer', 'lose-request'] as const) {
      const system = new FakeSystem();
      await using rack = await engineFixture(system);
      const id = await foreignKey(system, rack);
      system.fail('change', fault);
      const { key, operation } = await rack.engine.keys.adopt(id);
      expect(key).toMatchObject({ origin: 'foreign' });
      expect(operation).toMatchObject({ state: 'waiting' });
      await rack.engine.operations.resume(operation?.id ?? '');
      expect(await rack.onlyKey()).toMatchObject({ origin: 'adopted' });
      expect(system.keys.get('7')).toMatchObject({ name: 'Bob', rackId: 'testrack' });
    }
  });

  test('that the system refuses leaves the key foreign', async () => {
    const system = new FakeSystem();
    await using rack = await engineFixture(system);
    const id = await foreignKey(system, rack);
    system.fail('change', 'refuse');
    await expect(rack.engine.keys.adopt(id)).rejects.toMatchObject({ code: 'upstream-rejected' });
    expect(await rack.onlyKey()).toMatchObject({ origin: 'foreign' });
    expect(await rack.onlyOperation()).toMatchObject({ state: 'aborted' });
    system.keys.clear();
    await rack.engine.inventory.sync();
    expect(await rack.onlyKey()).toMatchObject({ drift: 'missing' });
  });

  test('leaves the keys of another rack alone, by name and by marker, unless that rack is named', async () => {
    for (const key of [{ name: 'Bob-krthatrackabc123' }, { name: 'Bob', rackId: 'thatrack' }]) {
      const system = new FakeSystem();
      await using rack = await engineFixture(system);
      const id = await foreignKey(system, rack, key);
      await expect(rack.engine.keys.adopt(id)).rejects.toMatchObject({ code: 'refused', details: { rackId: 'thatrack' } });
      await expect(rack.engine.keys.adopt(id, { fromRackId: 'newerack' })).rejects.toMatchObject({ code: 'refused' });
      expect(await rack.onlyKey()).toMatchObject({ origin: 'foreign' });
      await rack.engine.keys.adopt(id, { fromRackId: 'thatrack' });
      expect(await rack.onlyKey()).toMatchObject({ origin: 'adopted' });
      expect(system.keys.get('7')).toMatchObject({ rackId: 'testrack' });
    }
  });
});

async function foreignKey(system: FakeSystem, rack: EngineFixture, part: Partial<FakeKey> = {}): Promise<string> {
  system.keys.set('7', { id: '7', name: 'Bob', password: 'secret-of-bob', limits: {}, ...part });
  await rack.engine.inventory.sync();
  return (await rack.onlyKey()).id;
}

describe('a found secret', () => {
  test('is found by its fingerprint, also after its end', async () => {
    const system = new FakeSystem();
    await using rack = await issued(system);
    const secret = await rack.engine.keys.reveal(rack.keyId, { reason: 'test' });
    await rack.engine.keys.revoke(rack.keyId);
    expect((await rack.engine.keys.findBySecret(secret)).map(({ key }) => key.id)).toEqual([rack.keyId]);
  });
});

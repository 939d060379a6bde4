import { describe, expect, test } from 'vitest';
import { engineFixture } from '../../src/engine-fixture.ts';
import { FakeSystem } from '../../src/fake-system.ts';

const outside = { kind: 'environment', variable: 'FAKE_KEY' } as const;
const read = `read from ${JSON.stringify(outside)}`;

describe('connection update', () => {
  test('moves the credential out of the store: the system is asked with it first, and from then on', async () => {
    const system = new FakeSystem();
    await using rack = await engineFixture(system);
    const { connection } = await rack.engine.connections.update('fake', { credentialReference: outside });
    expect(connection).toMatchObject({ credential: outside, settings: {} });
    expect(system.credentials).toEqual(['fake-credential', read]);
    await rack.engine.inventory.sync();
    expect(system.credentials).toEqual(['fake-credential', read, read]);
    expect(JSON.stringify(await rack.engine.connections.list())).not.toContain('envelope');
  });

  test('leaves the credential where it is when the system does not take the new one', async () => {
    const system = new FakeSystem();
    await using rack = await engineFixture(system);
    system.fail('check', 'refuse');
    await expect(rack.engine.connections.update('fake', { credentialReference: outside })).rejects.toMatchObject({
      code: 'upstream-rejected',
    });
    expect(await rack.engine.connections.get('fake')).toMatchObject({ credential: { kind: 'encrypted' } });
  });
});

describe('one system', () => {
  const again = { provider: 'fake', input: { fields: {}, text: null } };

  test('is connected once: a second connection to it is refused, and the first one named', async () => {
    const system = new FakeSystem();
    await using rack = await engineFixture(system);
    await expect(rack.engine.connections.add({ ...again, name: 'twin' })).rejects.toMatchObject({
      code: 'key-conflict',
      outcome: 'not-applied',
      message: expect.stringContaining('"twin" would be the same system as the connection "fake"'),
    });
    expect(await rack.engine.connections.list()).toHaveLength(1);
    system.identity = 'fake-system-2';
    await rack.engine.connections.add({ ...again, name: 'other' });
  });

  test('is not reached by moving another connection there, also when its identity is accepted', async () => {
    const system = new FakeSystem();
    await using rack = await engineFixture(system);
    system.identity = 'fake-system-2';
    await rack.engine.connections.add({ ...again, name: 'other' });
    await expect(rack.engine.connections.update('fake', { acceptNewIdentity: true })).rejects.toMatchObject({
      message: expect.stringContaining('as the connection "other"'),
    });
    expect(await rack.engine.connections.get('fake')).toMatchObject({ systemIdentity: 'fake-system-1' });
    await rack.engine.connections.update('other', { labels: { same: 'yes' } });
  });

  test('that is another one than before tells how many revocations are owed on the one that was added', async () => {
    const system = new FakeSystem();
    await using rack = await engineFixture(system);
    const names = ['a', 'b'];
    for (const name of names) {
      const { key } = await rack.engine.keys.issue({ connection: 'fake', name });
      system.fail('revoke', 'down');
      await rack.engine.keys.revoke(key.id);
    }
    system.identity = 'fake-system-2';
    await expect(rack.engine.connections.update('fake', {})).rejects.toMatchObject({
      code: 'system-identity-changed',
      advice: expect.stringMatching(/^2 revocations are still owed on the one that was added: .*--accept-new-identity$/),
      details: { owedRevocations: 2 },
    });
    const [result] = await rack.engine.inventory.sync();
    expect(result).toMatchObject({ error: { details: { owedRevocations: 2 } } });
  });
});

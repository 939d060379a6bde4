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

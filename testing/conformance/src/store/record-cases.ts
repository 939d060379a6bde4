import { deepEqual, equal, rejects } from 'node:assert/strict';
import { ConnectionNotFoundError, KeyConflictError } from '@keyrack/contracts';
import { expectFailure } from '../provider/expectations.ts';
import { insertKeys, sampleConnection, sampleEvent, sampleKey, sampleOperation, sampleOwner, sampleStep } from './sample-records.ts';
import type { StoreCase } from './store-case.ts';

/** Single values, data keys, connections and owners. */
export const recordCases: readonly StoreCase[] = [
  {
    name: 'keeps single values and replaces them',
    async run({ store }) {
      await store.write(async ({ meta }) => {
        equal(await meta.get('rack'), null);
        await meta.set('rack', 'one');
        await meta.set('rack', 'two');
        await meta.set('other', '');
      });
      equal(await store.read(({ meta }) => meta.get('rack')), 'two');
      equal(await store.read(({ meta }) => meta.get('other')), '');
    },
  },
  {
    name: 'keeps data keys, oldest first, and replaces nothing but their wrapping',
    async run({ store }) {
      const older = { id: 'z', purpose: 'secrets', wrapped: 'one', createdAtMs: 1 } as const;
      const newer = { id: 'a', purpose: 'fingerprints', wrapped: 'two', createdAtMs: 2 } as const;
      await store.write(async ({ dataKeys }) => {
        await dataKeys.insert(newer);
        await dataKeys.insert(older);
        await dataKeys.rewrap('z', 'three');
      });
      deepEqual(await store.read(({ dataKeys }) => dataKeys.list()), [{ ...older, wrapped: 'three' }, newer]);
      await rejects(
        store.write(({ dataKeys }) => dataKeys.insert(older)),
        'a second data key of the same id was accepted',
      );
      await rejects(
        store.write(({ dataKeys }) => dataKeys.rewrap('unknown', 'x')),
        'a wrapping of no data key was accepted',
      );
    },
  },
  {
    name: 'keeps connections with all they consist of',
    async run({ store }) {
      const full = sampleConnection({
        id: 'c1',
        name: 'vpn-eu',
        provider: 'litellm',
        settings: { url: 'https://host', nested: { list: [1, 'two', null, true, 0.5] } },
        credential: { kind: 'encrypted', envelope: 'kr-secret.1.dk.abc' },
        labels: { team: 'core', 'with "quotes"': "and 'more'" },
        workLimits: { maxRequestsPerHour: null, maxTasksAtOnce: 2 },
        syncedAtMs: Date.UTC(2030, 5, 5),
      });
      await store.write(({ connections }) => connections.insert(full));
      deepEqual(await store.read(({ connections }) => connections.get('c1')), full);
      const changed = sampleConnection({ id: 'c1', name: 'vpn-us', credential: { kind: 'file', path: '/run/key' }, syncedAtMs: null });
      await store.write(({ connections }) => connections.update(changed));
      deepEqual(await store.read(({ connections }) => connections.findByName('vpn-us')), changed);
      equal(await store.read(({ connections }) => connections.findByName('vpn-eu')), null);
      equal(await store.read(({ connections }) => connections.get('c2')), null);
      await expectFailure(
        'updating no connection',
        store.write(({ connections }) => connections.update(sampleConnection({ id: 'c2' }))),
        {
          type: ConnectionNotFoundError,
        },
      );
    },
  },
  {
    name: 'gives a name to one connection only, and lists them by name',
    async run({ store }) {
      await store.write(async ({ connections }) => {
        await connections.insert(sampleConnection({ id: 'c1', name: 'b' }));
        await connections.insert(sampleConnection({ id: 'c2', name: 'a' }));
      });
      const conflict = { type: KeyConflictError, outcome: 'not-applied' } as const;
      const insert = store.write(({ connections }) => connections.insert(sampleConnection({ id: 'c3', name: 'a' })));
      await expectFailure('a second connection of the same name', insert, conflict);
      const rename = store.write(({ connections }) => connections.update(sampleConnection({ id: 'c1', name: 'a' })));
      await expectFailure('renaming to a taken name', rename, conflict);
      deepEqual(
        (await store.read(({ connections }) => connections.list())).map(({ name }) => name),
        ['a', 'b'],
      );
    },
  },
  {
    name: 'removes a connection with everything below it, and keeps the audit trail and the neighbours',
    async run({ store }) {
      await store.write(async (session) => {
        await session.connections.insert(sampleConnection({ id: 'c2' }));
        await insertKeys(session, [sampleKey({ id: 'k1', labels: { team: 'core' } }), sampleKey({ id: 'k2', connectionId: 'c2' })]);
        await session.versions.writeSecret('v-k1', 'envelope');
        await session.versions.writeSecret('v-k2', 'envelope of the neighbour');
        await session.operations.insert(sampleOperation({ id: 'op1', keyId: 'k1' }));
        await session.operations.insertStep(sampleStep({ id: 's1', operationId: 'op1' }), 'envelope');
        await session.audit.append(sampleEvent(1, { connectionId: 'c1', keyId: 'k1', operationId: 'op1' }));
        await session.connections.remove('c1');
      });
      await store.read(async ({ connections, keys, versions, operations, audit }) => {
        equal(await connections.get('c1'), null);
        deepEqual(
          [await keys.get('k1'), await versions.get('v-k1'), await versions.readSecret('v-k1'), await operations.get('op1')],
          [null, null, null, null],
        );
        deepEqual([await operations.steps('op1'), await operations.readStepSecrets('s1')], [[], null]);
        equal(await keys.count({ label: { name: 'team' } }), 0);
        equal((await keys.get('k2'))?.id, 'k2');
        equal(await versions.readSecret('v-k2'), 'envelope of the neighbour');
        deepEqual(await audit.head(), sampleEvent(1, { connectionId: 'c1', keyId: 'k1', operationId: 'op1' }));
      });
    },
  },
  {
    name: 'knows its newest generation, each begun once',
    async run({ store }) {
      const second = { number: 2, reason: 'restored', begunAtMs: Date.UTC(2030, 5, 5), backupId: 'b1', backupMadeAtMs: 1 } as const;
      const third = { number: 3, reason: 'rebuilt', begunAtMs: 0, backupId: null, backupMadeAtMs: null } as const;
      equal(await store.read(({ generations }) => generations.current()), null);
      await store.write(async ({ generations }) => {
        await generations.insert(third);
        await generations.insert(second);
      });
      deepEqual(await store.read(({ generations }) => generations.current()), third);
      await rejects(
        store.write(({ generations }) => generations.insert({ ...second, backupId: 'b2' })),
        'a generation was begun twice',
      );
    },
  },
  {
    name: 'keeps owners, each id once',
    async run({ store }) {
      const alice = sampleOwner({ id: 'alice', displayName: 'Alice', kind: 'service' });
      await store.write(({ owners }) => owners.insert(alice));
      deepEqual(await store.read(({ owners }) => owners.get('alice')), alice);
      await store.write(({ owners }) => owners.update({ ...alice, state: 'departed', displayName: null }));
      deepEqual(await store.read(({ owners }) => owners.get('alice')), { ...alice, state: 'departed', displayName: null });
      equal(await store.read(({ owners }) => owners.get('bob')), null);
      await rejects(
        store.write(({ owners }) => owners.insert(alice)),
        'the same owner was accepted twice',
      );
      await rejects(
        store.write(({ owners }) => owners.update(sampleOwner({ id: 'bob' }))),
        'a change of no owner was accepted',
      );
    },
  },
];

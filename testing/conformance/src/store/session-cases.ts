import { deepEqual, equal, rejects } from 'node:assert/strict';
import type { StoreSession } from '@keyrack/contracts';
import {
  insertKeys,
  sampleConnection,
  sampleEvent,
  sampleKey,
  sampleOperation,
  sampleOwner,
  sampleStep,
  sampleVersion,
} from './sample-records.ts';
import type { StoreCase } from './store-case.ts';

/** Every call of a session that writes, each able to succeed on the records of {@link fill}. */
const writes: readonly ((session: StoreSession) => Promise<void>)[] = [
  ({ meta }) => meta.set('rack', 'two'),
  ({ dataKeys }) => dataKeys.insert({ id: 'dk2', purpose: 'secrets', wrapped: 'x', createdAtMs: 1 }),
  ({ dataKeys }) => dataKeys.rewrap('dk1', 'y'),
  ({ connections }) => connections.insert(sampleConnection({ id: 'c2' })),
  ({ connections }) => connections.update(sampleConnection({ id: 'c1', name: 'other' })),
  ({ connections }) => connections.remove('c1'),
  ({ owners }) => owners.insert(sampleOwner({ id: 'bob' })),
  ({ owners }) => owners.update(sampleOwner({ id: 'alice', state: 'departed' })),
  ({ keys }) => keys.insert([sampleKey({ id: 'k2' })]),
  ({ keys }) => keys.update(sampleKey({ id: 'k1', state: 'revoked' })),
  ({ keys }) => keys.removeForeign(['foreign']),
  ({ versions }) => versions.insert([sampleVersion({ id: 'v2', keyId: 'k1', number: 2 })]),
  ({ versions }) => versions.update(sampleVersion({ id: 'v-k1', keyId: 'k1', stage: 'retired' })),
  ({ versions }) => versions.markSeen(['v-k1'], 'sync'),
  ({ versions }) => versions.writeSecret('v-k1', 'envelope'),
  ({ operations }) => operations.insert(sampleOperation({ id: 'op2', keyId: 'foreign' })),
  ({ operations }) => operations.update(sampleOperation({ id: 'op1', keyId: 'k1', state: 'stuck' }), 1),
  ({ operations }) => operations.insertStep(sampleStep({ id: 's2', operationId: 'op1', number: 2 }), 'envelope'),
  ({ operations }) => operations.updateStep(sampleStep({ id: 's1', operationId: 'op1', state: 'settled' })),
  ({ operations }) => operations.forgetStepSecrets('s1'),
  ({ audit }) => audit.append(sampleEvent(2)),
];

/** What a session may do, and for how long. */
export const sessionCases: readonly StoreCase[] = [
  {
    name: 'refuses every change in a session for reading',
    async run({ store }) {
      await store.write(fill);
      const before = await store.read(everything);
      for (const write of writes) await rejects(store.read(write), `${String(write)} was accepted`);
      deepEqual(await store.read(everything), before);
    },
  },
  {
    name: 'accepts every change in a session for writing',
    async run({ store }) {
      // Without this, the guarantee above would hold for calls that always fail.
      await store.write(fill);
      for (const write of writes.filter((each) => !String(each).includes('remove'))) await store.write(write);
      await store.write((session) => session.connections.remove('c1'));
    },
  },
  {
    name: 'refuses a session that is used after its end',
    async run({ store }) {
      const kept: StoreSession[] = [];
      await store.write(async (session) => void kept.push(session));
      await store.write(async (session) => void kept.push(session)).then(() => store.read(async (session) => void kept.push(session)));
      for (const session of kept) {
        await rejects(async () => session.meta.set('rack', 'late'), 'a write in an ended session was accepted');
        await rejects(async () => session.meta.get('rack'), 'a read in an ended session was answered');
      }
      equal(await store.read((session) => session.meta.get('rack')), null);
    },
  },
  {
    name: 'says what kind it is and which schema it has',
    async run({ store }) {
      const { kind, schemaVersion } = await store.inspect();
      equal(['sqlite', 'postgres'].includes(kind), true);
      equal(/^[1-9][0-9]*$/.test(schemaVersion), true);
    },
  },
];

async function fill(session: StoreSession): Promise<void> {
  await session.meta.set('rack', 'one');
  await session.dataKeys.insert({ id: 'dk1', purpose: 'secrets', wrapped: 'x', createdAtMs: 1 });
  await session.owners.insert(sampleOwner({ id: 'alice' }));
  await insertKeys(session, [sampleKey({ id: 'k1' }), sampleKey({ id: 'foreign', origin: 'foreign' })]);
  await session.operations.insert(sampleOperation({ id: 'op1', keyId: 'k1' }));
  await session.operations.insertStep(sampleStep({ id: 's1', operationId: 'op1' }), 'envelope of s1');
  await session.audit.append(sampleEvent(1));
}

async function everything(session: StoreSession): Promise<unknown> {
  return [
    await session.meta.get('rack'),
    await session.dataKeys.list(),
    await session.connections.list(),
    await session.owners.list(),
    await session.keys.list({}),
    await session.versions.listByKey('k1'),
    await session.versions.readSecret('v-k1'),
    await session.operations.list({}),
    await session.operations.steps('op1'),
    await session.operations.readStepSecrets('s1'),
    await session.audit.list({}),
  ];
}

import { deepEqual, equal, rejects } from 'node:assert/strict';
import type { AuditEvent, AuditFilter, Store } from '@keyrack/contracts';
import { everyPage } from './every-page.ts';
import { insertKeys, sampleEvent, sampleKey } from './sample-records.ts';
import type { StoreCase } from './store-case.ts';

/** The audit trail: one chain that only grows. */
export const auditCases: readonly StoreCase[] = [
  {
    name: 'keeps events as they were appended, in their order',
    async run({ store }) {
      const events = [
        sampleEvent(1, { type: 'connection.added', connectionId: 'c1', detail: { provider: 'outline', äöü: [1, { deep: null }] } }),
        sampleEvent(2, { keyId: 'k1', operationId: 'op1', actor: 'alice@host' }),
        sampleEvent(3, { atMs: 1 }),
      ];
      equal(await store.read(({ audit }) => audit.head()), null);
      for (const event of events) await store.write(({ audit }) => audit.append(event));
      deepEqual((await store.read(({ audit }) => audit.list({}))).items, events);
      deepEqual(await store.read(({ audit }) => audit.head()), events[2]);
    },
  },
  {
    name: 'appends nothing that leaves a gap, repeats a number or does not follow the last hash',
    async run({ store }) {
      const refused = async (event: AuditEvent): Promise<void> =>
        rejects(
          store.write(({ audit }) => audit.append(event)),
          `event ${event.sequence} was appended`,
        );
      await refused(sampleEvent(2));
      await refused(sampleEvent(1, { previousHash: 'f'.repeat(64) }));
      await store.write(({ audit }) => audit.append(sampleEvent(1)));
      await refused(sampleEvent(1));
      await refused(sampleEvent(3));
      await refused(sampleEvent(2, { previousHash: sampleEvent(9).hash }));
      await store.write(({ audit }) => audit.append(sampleEvent(2)));
      equal((await store.read(({ audit }) => audit.list({}))).items.length, 2);
    },
  },
  {
    name: 'stays one chain when several processes append at once',
    async run({ store, openAgain }) {
      const stores = [store, await openAgain()];
      await Promise.all(Array.from({ length: 30 }, (_, index) => append(stores[index % 2] ?? store)));
      const { items } = await store.read(({ audit }) => audit.list({}));
      deepEqual(
        items.map(({ sequence, previousHash }) => [sequence, previousHash]),
        items.map((_, index) => [index + 1, sampleEvent(index + 1).previousHash]),
      );
      equal(items.length, 30);
    },
  },
  {
    name: 'lists events by key, after a number, and from either end',
    async run({ store }) {
      await store.write(async ({ audit }) => {
        for (let sequence = 1; sequence <= 25; sequence++)
          await audit.append(sampleEvent(sequence, { keyId: sequence % 2 ? 'odd' : 'even' }));
      });
      const list = async (filter: AuditFilter): Promise<readonly number[]> =>
        (await everyPage((page) => store.read(({ audit }) => audit.list(filter, { ...page, limit: 4 })))).map(({ sequence }) => sequence);
      const upwards = Array.from({ length: 25 }, (_, index) => index + 1);
      deepEqual(await list({}), upwards);
      deepEqual(await list({ newestFirst: true }), upwards.toReversed());
      deepEqual(
        await list({ keyIds: ['odd'] }),
        upwards.filter((sequence) => sequence % 2),
      );
      deepEqual(await list({ afterSequence: 20 }), [21, 22, 23, 24, 25]);
      deepEqual(await list({ keyIds: ['even'], afterSequence: 10, newestFirst: true }), [24, 22, 20, 18, 16, 14, 12]);
      deepEqual(await list({ keyIds: ['nobody'] }), []);
    },
  },
  {
    name: 'finds events by what they are about and by when they happened, each filter by itself and all together',
    async run({ store }) {
      await store.write(async (session) => {
        await insertKeys(session, [sampleKey({ id: 'hers', ownerId: 'alice' }), sampleKey({ id: 'his', ownerId: 'bob', name: 'his' })]);
        for (let sequence = 1; sequence <= 12; sequence++) {
          await session.audit.append(
            sampleEvent(sequence, {
              keyId: sequence % 3 === 0 ? 'hers' : 'his',
              connectionId: sequence > 6 ? 'second' : 'first',
              operationId: `operation ${Math.ceil(sequence / 4)}`,
              type: sequence % 2 ? 'key.issued' : 'key.revoked',
              // The clock of the machine was set back by five minutes after the eighth.
              atMs: (sequence > 8 ? sequence - 5 : sequence) * 60_000,
            }),
          );
        }
      });
      const list = async (filter: AuditFilter): Promise<readonly number[]> =>
        (await everyPage((page) => store.read(({ audit }) => audit.list(filter, { ...page, limit: 2 })))).map(({ sequence }) => sequence);
      deepEqual(await list({ connectionId: 'second' }), [7, 8, 9, 10, 11, 12]);
      deepEqual(await list({ operationId: 'operation 2' }), [5, 6, 7, 8]);
      deepEqual(await list({ ownerId: 'alice' }), [3, 6, 9, 12]);
      deepEqual(await list({ ownerId: 'nobody' }), []);
      deepEqual(await list({ types: ['key.revoked'], newestFirst: true }), [8, 12, 6, 10, 4, 2]);
      deepEqual((await list({ types: ['key.revoked', 'key.issued'] })).length, 12);
      deepEqual(await list({ types: [] }), []);
      deepEqual(await list({ keyIds: [] }), []);
      deepEqual(await list({ keyIds: ['hers', 'his', 'nobody'], afterSequence: 10 }), [11, 12]);
      deepEqual(await list({ sinceMs: 6 * 60_000 }), [6, 11, 7, 12, 8]);
      deepEqual(await list({ untilMs: 4 * 60_000 }), [1, 2, 3, 4, 9]);
      deepEqual(await list({ sinceMs: 4 * 60_000, untilMs: 5 * 60_000, newestFirst: true }), [10, 5, 9, 4]);
      deepEqual(await list({ sinceMs: 99 * 60_000 }), []);
      deepEqual(await list({ untilMs: 0 }), []);
      deepEqual(
        await list({ connectionId: 'second', ownerId: 'bob', types: ['key.revoked'], operationId: 'operation 3', sinceMs: 5 * 60_000 }),
        [10],
      );
    },
  },
];

async function append(store: Store): Promise<void> {
  await store.write(async ({ audit }) => {
    const head = await audit.head();
    await new Promise((resolve) => setImmediate(resolve));
    await audit.append(sampleEvent((head?.sequence ?? 0) + 1));
  });
}

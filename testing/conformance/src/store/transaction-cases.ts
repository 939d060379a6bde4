import { deepEqual, equal, rejects } from 'node:assert/strict';
import { StoreFailedError } from '@keyrack/contracts';
import type { Store } from '@keyrack/contracts';
import { expectFailure } from '../provider/expectations.ts';
import { insertKeys, sampleConnection, sampleKey, sampleOperation } from './sample-records.ts';
import type { StoreCase } from './store-case.ts';

/** What a transaction is worth. */
export const transactionCases: readonly StoreCase[] = [
  {
    name: 'keeps everything of a write that ended, also for whoever opens the store next',
    async run({ store, openAgain }) {
      const given = await store.write(async (session) => {
        await session.meta.set('rack', 'one');
        await insertKeys(session, [sampleKey({ id: 'k1' })]);
        return 'given back';
      });
      equal(given, 'given back');
      // Without closing the first: a process may end at any time.
      const another = await openAgain();
      deepEqual(await another.read((session) => session.keys.get('k1')), sampleKey({ id: 'k1' }));
      equal(await another.read((session) => session.meta.get('rack')), 'one');
    },
  },
  {
    name: 'keeps nothing of a write that threw, and throws the same error',
    async run({ store }) {
      await store.write((session) => session.meta.set('rack', 'before'));
      const error = new Error('enough');
      const write = store.write(async (session) => {
        await session.meta.set('rack', 'after');
        await insertKeys(session, [sampleKey({ id: 'k1' })]);
        throw error;
      });
      equal(await write.catch((thrown: unknown) => thrown), error);
      await store.read(async (session) => {
        equal(await session.meta.get('rack'), 'before');
        equal(await session.keys.get('k1'), null);
        equal(await session.connections.get('c1'), null);
      });
    },
  },
  {
    name: 'keeps nothing of a write in which the store itself refused something',
    async run({ store }) {
      await store.write((session) => session.connections.insert(sampleConnection({ id: 'c1', name: 'taken' })));
      const write = store.write(async (session) => {
        await session.meta.set('rack', 'after');
        await session.connections.insert(sampleConnection({ id: 'c2', name: 'taken' }));
      });
      await rejects(write);
      equal(await store.read((session) => session.meta.get('rack')), null);
    },
  },
  {
    name: 'sees its own changes within a write, and nobody else does before its end',
    async run({ store, openAgain }) {
      const another = await openAgain();
      await store.write(async (session) => {
        await session.meta.set('rack', 'one');
        equal(await session.meta.get('rack'), 'one');
        equal(await fromOutside(another, 'rack'), null);
      });
      equal(await fromOutside(another, 'rack'), 'one');
    },
  },
  {
    name: 'reads one state from beginning to end, whatever is written meanwhile',
    async run({ store, openAgain }) {
      await store.write((session) => session.meta.set('rack', 'before'));
      const another = await openAgain();
      await store.read(async (session) => {
        equal(await session.meta.get('rack'), 'before');
        await another.write(async (other) => {
          await other.meta.set('rack', 'after');
          await insertKeys(other, [sampleKey({ id: 'k1' })]);
        });
        equal(await session.meta.get('rack'), 'before');
        equal(await session.keys.get('k1'), null);
      });
      equal(await store.read((session) => session.meta.get('rack')), 'after');
    },
  },
  {
    name: 'loses no change when many write at once, in one process and in several',
    async run({ store, openAgain }) {
      const stores = [store, await openAgain(), await openAgain()];
      await Promise.all(Array.from({ length: 45 }, (_, index) => increment(stores[index % stores.length] ?? store)));
      equal(await store.read((session) => session.meta.get('count')), '45');
    },
  },
  {
    name: 'lets one of two processes begin an operation of the same key, and tells the other',
    async run({ store, openAgain }) {
      await store.write((session) => insertKeys(session, [sampleKey({ id: 'k1' })]));
      const stores = [store, await openAgain()];
      const begun = await Promise.allSettled(
        stores.map((each, index) =>
          each.write(async (session) => {
            if ((await session.operations.findUnfinished('k1')) !== null) throw new Error('begun by the other');
            await session.operations.insert(sampleOperation({ id: `op${index}`, keyId: 'k1' }));
          }),
        ),
      );
      deepEqual(begun.map(({ status }) => status).toSorted(), ['fulfilled', 'rejected']);
      equal((await store.read((session) => session.operations.list({}))).items.length, 1);
    },
  },
  {
    name: 'answers nothing after it was closed, and can be closed twice',
    async run({ store }) {
      await store.close();
      await store.close();
      const calls: readonly (() => Promise<unknown>)[] = [
        () => store.read((session) => session.meta.get('rack')),
        () => store.write((session) => session.meta.set('rack', 'one')),
        () => store.inspect(),
      ];
      for (const call of calls) await expectFailure('a call after close', call(), { type: StoreFailedError, outcome: 'not-applied' });
    },
  },
  {
    name: 'finishes the transactions that run before it closes',
    async run({ store, openAgain }) {
      const another = await openAgain();
      const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
      const write = store.write(async (session) => {
        await session.meta.set('rack', 'one');
        begin();
        await new Promise((resolve) => setImmediate(resolve));
        await session.meta.set('more', 'two');
      });
      await begun;
      await store.close();
      equal(await fromOutside(another, 'more'), 'two');
      await write;
    },
  },
];

/** Reads with a store of another process, outside any transaction of this one. */
function fromOutside(another: Store, name: string): Promise<string | null> {
  return another.read((session) => session.meta.get(name));
}

async function increment(store: Store): Promise<void> {
  await store.write(async ({ meta }) => {
    const count = Number((await meta.get('count')) ?? '0');
    await new Promise((resolve) => setImmediate(resolve));
    await meta.set('count', String(count + 1));
  });
}

import { AssertionError } from 'node:assert';
import { InvalidInputError, LifecycleError } from '@keyrack/contracts';
import type { AccessKey, KeyVersion, Page, PageRequest, Store, StoreSession } from '@keyrack/contracts';
import { runStoreCase, storeCases } from '@keyrack/conformance';
import { ManualClock, scratchFolder } from '@keyrack/testing-kit';
import { afterAll, describe, expect, test } from 'vitest';
import { openSqliteStore } from '../src/index.ts';

type Alter = (session: StoreSession) => StoreSession;

/** Each store breaks one promise; the named guarantee must notice. */
const broken: readonly { readonly breaks: string; readonly caughtBy: string; readonly make: (inner: Store) => Store }[] = [
  {
    breaks: 'keeps what was written before an error',
    caughtBy: 'keeps nothing of a write that threw, and throws the same error',
    make: (inner) => ({
      ...plain(inner),
      async write(work) {
        const result = await inner.write((session) => work(session).then(succeeded, failed));
        if ('error' in result) throw result.error;
        return result.value;
      },
    }),
  },
  {
    breaks: 'commits each change by itself',
    caughtBy: 'sees its own changes within a write, and nobody else does before its end',
    make: (inner) => ({ ...plain(inner), write: (work) => work(eachByItself((call) => inner.write(call))) }),
  },
  {
    breaks: 'reads the newest state with every call',
    caughtBy: 'reads one state from beginning to end, whatever is written meanwhile',
    make: (inner) => ({ ...plain(inner), read: (work) => work(eachByItself((call) => inner.read(call))) }),
  },
  {
    breaks: 'reads outside its write',
    caughtBy: 'loses no change when many write at once, in one process and in several',
    make: (inner) => ({
      ...plain(inner),
      async write(work) {
        const before = await inner.read((session) => session.meta.get('count'));
        return inner.write((session) => work({ ...session, meta: { ...session.meta, get: async () => before } }));
      },
    }),
  },
  {
    breaks: 'writes in sessions for reading',
    caughtBy: 'refuses every change in a session for reading',
    make: (inner) => ({ ...plain(inner), read: (work) => inner.write(work) }),
  },
  {
    breaks: 'goes on after close',
    caughtBy: 'answers nothing after it was closed, and can be closed twice',
    make: (inner) => ({ ...plain(inner), close: async () => {} }),
  },
  {
    breaks: 'closes under a running write',
    caughtBy: 'finishes the transactions that run before it closes',
    make: (inner) => ({ ...plain(inner), close: () => Promise.race([inner.close(), Promise.resolve()]) }),
  },
  {
    breaks: 'leaves the versions of a removed connection',
    caughtBy: 'removes a connection with everything below it, and keeps the audit trail and the neighbours',
    make: altered((session) => ({ ...session, connections: { ...session.connections, remove: async () => {} } })),
  },
  {
    breaks: 'gives a name to two living keys',
    caughtBy: 'gives a name to one living issued or adopted key of a connection',
    make: altered((session) => ({ ...session, keys: { ...session.keys, insert: swallow('key-conflict', session.keys.insert) } })),
  },
  {
    breaks: 'compares names without regard to case and accents',
    caughtBy: 'keeps every text as it was given, and finds keys by it',
    make: altered((session) => ({
      ...session,
      keys: { ...session.keys, insert: (keys) => session.keys.insert(keys.map((key) => ({ ...key, name: key.name.normalize('NFC') }))) },
    })),
  },
  {
    breaks: 'cuts long texts',
    caughtBy: 'keeps large values whole',
    make: altered((session) => ({
      ...session,
      versions: {
        ...session.versions,
        writeSecret: (id, envelope) => session.versions.writeSecret(id, envelope?.slice(0, 65_535) ?? null),
      },
    })),
  },
  {
    breaks: 'keeps half of a refused batch',
    caughtBy: 'inserts all keys of a call or none, and the write can go on',
    make: altered((session) => ({
      ...session,
      keys: {
        ...session.keys,
        async insert(keys: readonly AccessKey[]) {
          for (const key of keys) await session.keys.insert([key]);
        },
      },
    })),
  },
  {
    breaks: 'forgets to filter by state',
    caughtBy: 'lists exactly the keys that a filter lets through, in order, and counts the same',
    make: altered((session) => ({
      ...session,
      keys: { ...session.keys, list: ({ states: _, ...filter }, page) => session.keys.list(filter, page) },
    })),
  },
  {
    breaks: 'counts its way to the next page',
    caughtBy: 'neither repeats nor leaves out a key while others come and go between the pages',
    make: altered((session) => ({
      ...session,
      keys: { ...session.keys, list: (filter, page) => byOffset((whole) => session.keys.list(filter, whole), page) },
    })),
  },
  {
    breaks: 'begins anew at a cursor that it does not understand',
    caughtBy: 'refuses a cursor that it did not give for this listing',
    make: altered((session) => ({
      ...session,
      owners: {
        ...session.owners,
        list: (page) =>
          session.owners.list(page).catch((error: unknown) => {
            if (InvalidInputError.isInstance(error)) return session.owners.list();
            throw error;
          }),
      },
    })),
  },
  {
    breaks: 'does not find tombstones',
    caughtBy: 'finds versions in every stage by what the system calls them, tombstones included, within their connection',
    make: altered((session) => ({
      ...session,
      versions: {
        ...session.versions,
        findByUpstreamIds: async (...parameters) => (await session.versions.findByUpstreamIds(...parameters)).filter(isLiving),
      },
    })),
  },
  {
    breaks: 'takes versions for seen that were not',
    caughtBy: 'tells which living versions a sync did not see, page by page',
    make: altered((session) => ({ ...session, versions: { ...session.versions, listUnseen: async () => [] } })),
  },
  {
    breaks: 'shows the sealed secret in listings',
    caughtBy: 'keeps secrets apart: only their own call gives them, and changing a version leaves them alone',
    make: altered((session) => ({
      ...session,
      versions: {
        ...session.versions,
        async get(id) {
          const version = await session.versions.get(id);
          return version && { ...version, observed: { secret: await session.versions.readSecret(id) } };
        },
      },
    })),
  },
  {
    breaks: 'drops the secret with every change of its version',
    caughtBy: 'keeps secrets apart: only their own call gives them, and changing a version leaves them alone',
    make: altered((session) => ({
      ...session,
      versions: {
        ...session.versions,
        async update(version) {
          await session.versions.update(version);
          await session.versions.writeSecret(version.id, null);
        },
      },
    })),
  },
  {
    breaks: 'keeps secrets that were to be forgotten',
    caughtBy: 'replaces and forgets secrets, and says whether one is kept',
    make: altered((session) => ({
      ...session,
      versions: {
        ...session.versions,
        writeSecret: async (id, envelope) => (envelope === null ? undefined : session.versions.writeSecret(id, envelope)),
      },
    })),
  },
  {
    breaks: 'begins a second operation of a key',
    caughtBy: 'allows one unfinished operation per key, and names it to whoever wants another',
    make: altered((session) => ({
      ...session,
      operations: { ...session.operations, insert: swallow('operation-in-progress', session.operations.insert) },
    })),
  },
  {
    breaks: 'writes for whoever comes last',
    caughtBy: 'writes an operation only for the holder of its epoch',
    make: altered((session) => ({
      ...session,
      operations: {
        ...session.operations,
        async update(operation, expectedEpoch) {
          const stored = await session.operations.get(operation.id);
          await session.operations.update(operation, stored?.epoch ?? expectedEpoch);
        },
      },
    })),
  },
  {
    breaks: "keeps a step's secrets for good",
    caughtBy: "keeps a step's secrets apart until they are forgotten",
    make: altered((session) => ({ ...session, operations: { ...session.operations, forgetStepSecrets: async () => {} } })),
  },
  {
    breaks: 'lists the audit trail in another order',
    caughtBy: 'lists events by key, after a number, and from either end',
    make: altered((session) => ({
      ...session,
      audit: {
        ...session.audit,
        async list(filter, page) {
          const { items, nextCursor } = await session.audit.list(filter, page);
          return { items: items.toReversed(), nextCursor };
        },
      },
    })),
  },
  {
    breaks: 'leaves gaps in the audit trail in silence',
    caughtBy: 'appends nothing that leaves a gap, repeats a number or does not follow the last hash',
    make: altered((session) => ({
      ...session,
      audit: { ...session.audit, append: (event) => session.audit.append(event).catch(() => undefined) },
    })),
  },
];

const folder = await scratchFolder();
afterAll(() => folder[Symbol.asyncDispose]());

describe('the store suite', () => {
  test.each(broken.map((store, index) => ({ ...store, index })))('notices a store that $breaks', async ({ caughtBy, make, index }) => {
    const storeCase = Object.values(storeCases)
      .flat()
      .find(({ name }) => name === caughtBy);
    if (!storeCase) throw new Error(`There is no guarantee "${caughtBy}"`);
    const opened: Store[] = [];
    const open = async (place: string): Promise<Store> => {
      const inner = await openSqliteStore({ path: folder.join(place, 'keyrack.db'), clock: new ManualClock() });
      opened.push(inner);
      return make(inner);
    };
    // An assertion of the guarantee, not an accident on the way to it.
    await expect(runStoreCase(storeCase, `broken-${index}`, { open })).rejects.toBeInstanceOf(AssertionError);
    for (const inner of opened) await inner.close();
  });
});

/** The methods of a store as own properties. */
function plain(inner: Store): Store {
  return {
    read: (work) => inner.read(work),
    write: (work) => inner.write(work),
    inspect: () => inner.inspect(),
    close: () => inner.close(),
  };
}

/** A store whose sessions are altered. */
function altered(alter: Alter): (inner: Store) => Store {
  return (inner) => ({
    ...plain(inner),
    read: (work) => inner.read((session) => work(alter(session))),
    write: (work) => inner.write((session) => work(alter(session))),
  });
}

/** A session of which every call is a transaction of its own. */
function eachByItself(transaction: (call: (session: StoreSession) => Promise<unknown>) => Promise<unknown>): StoreSession {
  const repository = (name: keyof StoreSession): unknown =>
    new Proxy(
      {},
      {
        get:
          (_, method) =>
          (...parameters: unknown[]) =>
            transaction(async (session) => {
              // Whatever is called: the callers are typed, this one in between is not.
              const methods = session[name] as unknown as Record<string, (...given: unknown[]) => unknown>;
              return methods[String(method)]?.(...parameters);
            }),
      },
    );
  return new Proxy({}, { get: (_, name) => repository(name as keyof StoreSession) }) as StoreSession;
}

/** Pages by number instead of by place. */
async function byOffset<T>(list: (page: PageRequest) => Promise<Page<T>>, page: PageRequest = {}): Promise<Page<T>> {
  const { limit = 100, cursor = '0' } = page;
  const whole = await list({ limit: 1_000 });
  const end = Number(cursor) + limit;
  return { items: whole.items.slice(Number(cursor), end), nextCursor: end < whole.items.length ? String(end) : null };
}

function swallow<T>(code: string, call: (given: T) => Promise<void>): (given: T) => Promise<void> {
  return (given) =>
    call(given).catch((error: unknown) => {
      if (!LifecycleError.isInstance(error) || error.code !== code) throw error;
    });
}

function succeeded<T>(value: T): { readonly value: T } {
  return { value };
}

function failed(error: unknown): { readonly error: unknown } {
  return { error };
}

function isLiving({ stage }: KeyVersion): boolean {
  return stage !== 'retired' && stage !== 'failed';
}

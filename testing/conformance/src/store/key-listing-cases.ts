import { deepEqual, equal } from 'node:assert/strict';
import type { AccessKey, KeyFilter, Store } from '@keyrack/contracts';
import { everyPage } from './every-page.ts';
import { insertKeys, sampleConnection, sampleKey, sampleVersion } from './sample-records.ts';
import type { StoreCase } from './store-case.ts';

const origins = ['issued', 'adopted', 'foreign', 'own'] as const;
const states = ['pending', 'active', 'suspended', 'revoked'] as const;
const drifts = ['none', 'missing', 'changed'] as const;

/** Listings of keys: filters, order, and the version beside each key. */
export const keyListingCases: readonly StoreCase[] = [
  {
    name: 'lists exactly the keys that a filter lets through, in order, and counts the same',
    async run({ store }) {
      const all = await fill(store);
      for (const filter of filters) {
        const expected = all.filter((key) => passes(key, filter)).map(({ id }) => id);
        const listed = await everyPage((page) => store.read(({ keys }) => keys.list(filter, { ...page, limit: 7 })));
        const ids = listed.map(({ key }) => key.id);
        deepEqual(ids, expected, `the listing for ${JSON.stringify(filter)}`);
        equal(await store.read(({ keys }) => keys.count(filter)), expected.length, `the count for ${JSON.stringify(filter)}`);
      }
    },
  },
  {
    name: 'shows beside each key the version that consumers use, and none where there is none',
    async run({ store }) {
      await store.write(async (session) => {
        const keys = [
          sampleKey({ id: 'rotating', name: 'a' }),
          sampleKey({ id: 'pending', name: 'b' }),
          sampleKey({ id: 'gone', name: 'c' }),
        ];
        await insertKeys(session, keys, [
          sampleVersion({ id: 'v1', keyId: 'rotating', stage: 'previous' }),
          sampleVersion({ id: 'v2', keyId: 'rotating', number: 2, stage: 'current', observed: { limit: 5 }, fingerprint: 'f' }),
          sampleVersion({ id: 'v3', keyId: 'rotating', number: 3, stage: 'prepared' }),
          sampleVersion({ id: 'v4', keyId: 'pending', stage: 'prepared' }),
          sampleVersion({ id: 'v5', keyId: 'gone', stage: 'retired' }),
        ]);
        await session.versions.writeSecret('v2', 'envelope');
      });
      const { items } = await store.read(({ keys }) => keys.list({}));
      deepEqual(
        items.map(({ currentVersion }) => currentVersion),
        [sampleVersion({ id: 'v2', keyId: 'rotating', number: 2, observed: { limit: 5 }, fingerprint: 'f', secretKept: true }), null, null],
      );
    },
  },
  {
    name: 'finds a key by the labels it has now',
    async run({ store }) {
      await store.write((session) => insertKeys(session, [sampleKey({ id: 'k1', labels: { team: 'core', env: 'live' } })]));
      await store.write(({ keys }) => keys.update(sampleKey({ id: 'k1', labels: { team: 'edge' } })));
      const counts = await store.read(({ keys }) =>
        Promise.all(
          [{ name: 'team' }, { name: 'team', value: 'edge' }, { name: 'team', value: 'core' }, { name: 'env' }].map((label) =>
            keys.count({ label }),
          ),
        ),
      );
      deepEqual(counts, [1, 1, 0, 0]);
    },
  },
];

const filters: readonly KeyFilter[] = [
  {},
  { connectionId: 'c1' },
  { connectionId: 'nowhere' },
  { ownerId: 'alice' },
  { ownerId: 'nobody' },
  ...states.map((state) => ({ states: [state] })),
  ...origins.map((origin) => ({ origins: [origin] })),
  ...drifts.map((drift) => ({ drift: [drift] })),
  { states: ['pending', 'active', 'suspended'], origins: ['issued', 'adopted'] },
  { states: ['active', 'active'], origins: ['foreign', 'foreign'] },
  { states: ['active', 'active'], origins: ['issued', 'issued', 'own'] },
  { states: [] },
  { origins: [] },
  { drift: [] },
  { drift: ['missing', 'changed'] },
  { drift: ['none', 'changed'], states: ['revoked'] },
  { label: { name: 'team' } },
  { label: { name: 'team', value: 'core' } },
  { label: { name: 'team', value: 'none' } },
  { expiresBeforeMs: 500 },
  { expiresBeforeMs: 0 },
  { connectionId: 'c2', ownerId: 'alice', states: ['active'], origins: ['issued', 'foreign'] },
  { ownerId: 'alice', label: { name: 'team' }, expiresBeforeMs: 900, drift: ['none', 'missing'] },
  { label: { name: 'team', value: 'core' }, states: ['active', 'suspended'], connectionId: 'c1' },
];

/** Every combination of what is filtered by, in three connections, in the order of the listing. */
async function fill(store: Store): Promise<readonly AccessKey[]> {
  // The names of the connections sort otherwise than their ids.
  const connections = ['c3', 'c1', 'c2'].map((id, index) => sampleConnection({ id, name: `connection ${index}` }));
  const keys = connections.flatMap(({ id: connectionId }, connectionIndex) =>
    origins.flatMap((origin, originIndex) =>
      states.flatMap((state, stateIndex) =>
        drifts.map((drift, driftIndex) => {
          const number = ((connectionIndex * 4 + originIndex) * 4 + stateIndex) * 3 + driftIndex;
          return sampleKey({
            id: `key-${String(number).padStart(3, '0')}`,
            // Scattered, so that no column sorts like the names; unique, as living ones must be.
            name: `name ${String((number * 89) % 144).padStart(3, '0')}`,
            connectionId,
            origin,
            state,
            drift,
            ownerId: number % 5 === 0 ? 'alice' : number % 5 === 1 ? 'bob' : null,
            labels: number % 3 === 0 ? { team: number % 2 === 0 ? 'core' : 'edge', other: 'core' } : {},
            expiresAtMs: number % 4 === 0 ? number * 10 : null,
          });
        }),
      ),
    ),
  );
  await store.write(async (session) => {
    for (const connection of connections) await session.connections.insert(connection);
    await session.keys.insert(keys);
  });
  const rank = new Map(connections.map(({ id }, index) => [id, index]));
  return keys.toSorted((a, b) => (rank.get(a.connectionId) ?? 0) - (rank.get(b.connectionId) ?? 0) || (a.name < b.name ? -1 : 1));
}

function passes(key: AccessKey, filter: KeyFilter): boolean {
  const { label, expiresBeforeMs } = filter;
  return (
    (filter.connectionId === undefined || key.connectionId === filter.connectionId) &&
    (filter.ownerId === undefined || key.ownerId === filter.ownerId) &&
    (filter.states?.includes(key.state) ?? true) &&
    (filter.origins?.includes(key.origin) ?? true) &&
    (filter.drift?.includes(key.drift) ?? true) &&
    (label === undefined || (label.value === undefined ? label.name in key.labels : key.labels[label.name] === label.value)) &&
    (expiresBeforeMs === undefined || (key.expiresAtMs !== null && key.expiresAtMs < expiresBeforeMs))
  );
}

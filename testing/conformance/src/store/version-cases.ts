import { deepEqual, equal, rejects } from 'node:assert/strict';
import { KeyNotFoundError } from '@keyrack/contracts';
import type { KeyVersion } from '@keyrack/contracts';
import { expectFailure } from '../provider/expectations.ts';
import { insertKeys, sampleConnection, sampleKey, sampleVersion } from './sample-records.ts';
import type { StoreCase } from './store-case.ts';

const stages = ['prepared', 'current', 'previous', 'retired', 'failed'] as const;

const ids = (versions: readonly KeyVersion[]): readonly string[] => versions.map(({ id }) => id).toSorted();

/** Versions, tombstones among them, and their secrets. */
export const versionCases: readonly StoreCase[] = [
  {
    name: 'keeps versions with all they consist of, and lists those of a key by number',
    async run({ store }) {
      const first = sampleVersion({
        id: 'z',
        keyId: 'k1',
        observed: { state: 'active', limits: { dataLimitBytes: 5 }, nothing: null },
        limits: { dataLimitBytes: 5, models: ['a'] },
        restore: { dataLimitBytes: 7 },
      });
      const second = sampleVersion({
        id: 'a',
        keyId: 'k1',
        number: 2,
        upstreamId: null,
        stage: 'prepared',
        fingerprint: 'f',
        lastSeenSyncId: 's',
      });
      await store.write((session) => insertKeys(session, [sampleKey({ id: 'k1' })], [second, first]));
      deepEqual(await store.read(({ versions }) => versions.listByKey('k1')), [first, second]);
      const changed = {
        ...second,
        upstreamId: '7',
        stage: 'current',
        observed: {},
        restore: {},
        fingerprint: null,
        updatedAtMs: 9,
      } as const;
      await store.write(({ versions }) => versions.update(changed));
      deepEqual(await store.read(({ versions }) => versions.get('a')), changed);
      equal(await store.read(({ versions }) => versions.get('b')), null);
      await expectFailure(
        'changing no version',
        store.write(({ versions }) => versions.update({ ...first, id: 'b' })),
        { type: KeyNotFoundError },
      );
    },
  },
  {
    name: 'gives each number of a key to one version',
    async run({ store }) {
      await store.write((session) => insertKeys(session, [sampleKey({ id: 'k1' }), sampleKey({ id: 'k2' })]));
      await rejects(
        store.write(({ versions }) => versions.insert([sampleVersion({ id: 'v2', keyId: 'k1' })])),
        'a number was given twice',
      );
      const batch = [sampleVersion({ id: 'v3', keyId: 'k1', number: 3 }), sampleVersion({ id: 'v4', keyId: 'k2' })];
      await rejects(
        store.write(({ versions }) => versions.insert(batch)),
        'a number was given twice in a batch',
      );
      equal(await store.read(({ versions }) => versions.get('v3')), null);
    },
  },
  {
    name: 'finds versions in every stage by what the system calls them, tombstones included, within their connection',
    async run({ store }) {
      const versions = stages.map((stage, index) =>
        sampleVersion({ id: `v${index}`, keyId: 'k1', number: index + 1, stage, upstreamId: `id ${index}`, upstreamName: `name ${index}` }),
      );
      await store.write(async (session) => {
        await insertKeys(session, [sampleKey({ id: 'k1' })], versions);
        await session.connections.insert(sampleConnection({ id: 'c2' }));
        await session.keys.insert([sampleKey({ id: 'k2', connectionId: 'c2' })]);
        const other = sampleVersion({ id: 'other', keyId: 'k2', connectionId: 'c2', upstreamId: 'id 3', upstreamName: 'name 3' });
        const again = sampleVersion({ id: 'again', keyId: 'k1', number: 9, upstreamId: 'id 3', upstreamName: 'name 3' });
        await session.versions.insert([other, again]);
      });
      await store.read(async (session) => {
        const wanted = Array.from({ length: 1_500 }, (_, index) => index - 700);
        const byId = await session.versions.findByUpstreamIds(
          'c1',
          wanted.map((number) => `id ${number}`),
        );
        const byName = await session.versions.findByUpstreamNames(
          'c1',
          wanted.map((number) => `name ${number}`),
        );
        deepEqual(ids(byId), ['again', 'v0', 'v1', 'v2', 'v3', 'v4']);
        deepEqual(ids(byName), ids(byId));
        deepEqual(ids(await session.versions.findByUpstreamIds('c2', ['id 3', 'id 3', 'id 4'])), ['other']);
        deepEqual(await session.versions.findByUpstreamIds('c1', []), []);
      });
    },
  },
  {
    name: 'finds versions by fingerprint over all connections',
    async run({ store }) {
      await store.write(async (session) => {
        await insertKeys(
          session,
          [sampleKey({ id: 'k1' })],
          [sampleVersion({ id: 'v1', keyId: 'k1', fingerprint: 'same', stage: 'retired' })],
        );
        await session.connections.insert(sampleConnection({ id: 'c2' }));
        await session.keys.insert([sampleKey({ id: 'k2', connectionId: 'c2' })]);
        await session.versions.insert([
          sampleVersion({ id: 'v2', keyId: 'k2', connectionId: 'c2', fingerprint: 'same' }),
          sampleVersion({ id: 'v3', keyId: 'k2', connectionId: 'c2', fingerprint: 'other', number: 2 }),
        ]);
      });
      deepEqual(ids(await store.read(({ versions }) => versions.findByFingerprint('same'))), ['v1', 'v2']);
      deepEqual(await store.read(({ versions }) => versions.findByFingerprint('none')), []);
    },
  },
  {
    name: 'tells which living versions a sync did not see, page by page',
    async run({ store }) {
      const keys = Array.from({ length: 1_200 }, (_, index) => sampleKey({ id: `k${String(index).padStart(4, '0')}` }));
      const versions = keys.map(({ id }, index) =>
        sampleVersion({ id: `v-${id}`, keyId: id, stage: stages[index % 5] ?? 'current', lastSeenSyncId: index % 2 ? 'before' : null }),
      );
      await store.write((session) => insertKeys(session, keys, versions));
      const living = versions.filter(({ stage }) => stage === 'current' || stage === 'previous').map(({ id }) => id);
      const unseen = living.filter((_, index) => index % 3 === 0);
      const seen = versions.map(({ id }) => id).filter((id) => !unseen.includes(id));
      await store.write((session) => session.versions.markSeen(seen, 'now'));
      const listed: string[] = [];
      for (let afterId: string | undefined; ;) {
        const options = { limit: 50, ...(afterId === undefined ? {} : { afterId }) };
        const page = await store.read((session) => session.versions.listUnseen('c1', 'now', options));
        listed.push(...page.map(({ id }) => id));
        afterId = page.at(-1)?.id;
        if (afterId === undefined) break;
      }
      deepEqual(listed, unseen);
      equal((await store.read((session) => session.versions.get(seen[0] ?? '')))?.lastSeenSyncId, 'now');
      deepEqual(await store.read((session) => session.versions.listUnseen('c2', 'now', { limit: 50 })), []);
    },
  },
  {
    name: 'keeps secrets apart: only their own call gives them, and changing a version leaves them alone',
    async run({ store }) {
      const version = sampleVersion({ id: 'v1', keyId: 'k1' });
      await store.write(async (session) => {
        await insertKeys(session, [sampleKey({ id: 'k1' })], [version]);
        equal(await session.versions.readSecret('v1'), null);
        await session.versions.writeSecret('v1', 'canary-envelope');
        await session.versions.update({ ...version, stage: 'previous', secretKept: false });
      });
      await store.read(async ({ versions, keys }) => {
        equal(await versions.readSecret('v1'), 'canary-envelope');
        equal((await versions.get('v1'))?.secretKept, true);
        const everything = [
          await versions.get('v1'),
          await versions.listByKey('k1'),
          await versions.findByUpstreamIds('c1', ['upstream of v1']),
          await keys.list({}),
        ];
        equal(JSON.stringify(everything).includes('canary'), false, 'a listing shows the sealed secret');
      });
    },
  },
  {
    name: 'replaces and forgets secrets, and says whether one is kept',
    async run({ store }) {
      await store.write(async (session) => {
        // Nothing is kept, whatever the version says when it is inserted.
        await insertKeys(session, [sampleKey({ id: 'k1' })], [sampleVersion({ id: 'v1', keyId: 'k1', secretKept: true })]);
        equal((await session.versions.get('v1'))?.secretKept, false);
        await session.versions.writeSecret('v1', 'one');
        await session.versions.writeSecret('v1', 'two');
        equal(await session.versions.readSecret('v1'), 'two');
        await session.versions.writeSecret('v1', null);
        await session.versions.writeSecret('v1', null);
      });
      equal(await store.read(({ versions }) => versions.readSecret('v1')), null);
      equal((await store.read(({ versions }) => versions.get('v1')))?.secretKept, false);
      equal(await store.read(({ versions }) => versions.readSecret('v2')), null);
      await expectFailure(
        'keeping a secret of no version',
        store.write(({ versions }) => versions.writeSecret('v2', 'x')),
        {
          type: KeyNotFoundError,
        },
      );
    },
  },
];

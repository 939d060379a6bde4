import { deepEqual, equal } from 'node:assert/strict';
import { KeyConflictError, KeyNotFoundError } from '@keyrack/contracts';
import type { AccessKey, PageRequest } from '@keyrack/contracts';
import { expectFailure } from '../provider/expectations.ts';
import { insertKeys, sampleConnection, sampleKey, sampleOperation, sampleRotation } from './sample-records.ts';
import type { StoreCase } from './store-case.ts';

const conflict = { type: KeyConflictError, outcome: 'not-applied' } as const;

/** Texts that stores are known to stumble over. */
const texts: readonly string[] = [
  'Ärger 🔑 \u{1F468}\u200D\u{1F469}\u200D\u{1F467}',
  'e\u0301 is not \u00e9',
  '\u202Eright to left',
  "'; drop table access_key; --",
  '%_\\*?"`$1 ?1 :name @name',
  ' leading, trailing and\ttabs\r\nand lines ',
  '\u{10FFFF}',
  'nul \0 and one \u0001\u0001\u0002',
  '',
];

/** Access keys one by one: their content, their names, and how they are found. */
export const keyCases: readonly StoreCase[] = [
  {
    name: 'keeps keys with all they consist of',
    async run({ store }) {
      const full = sampleKey({
        id: 'k1',
        name: 'alice-laptop',
        ownerId: 'alice',
        sharedWith: ['bob', 'carol'],
        purpose: 'travel',
        labels: { team: 'core', empty: '' },
        state: 'suspended',
        suspensionReasons: ['asked', 'leak'],
        limits: { dataLimitBytes: 50_000_000_000_000, budgetUsd: 0.25, models: ['a', 'b'] },
        expiresAtMs: Date.UTC(9999, 11, 31),
        origin: 'adopted',
        drift: 'changed',
        driftFields: ['name', 'dataLimitBytes'],
        providerOptions: { user: 7, nested: { deep: [null, true] } },
      });
      await store.write((session) => insertKeys(session, [full]));
      deepEqual(await store.read(({ keys }) => keys.get('k1')), full);
      const changed = sampleKey({ id: 'k1', state: 'revoked', revocationReason: 'compromised', createdAtMs: full.createdAtMs });
      await store.write(({ keys }) => keys.update(changed));
      deepEqual(await store.read(({ keys }) => keys.get('k1')), changed);
      equal(await store.read(({ keys }) => keys.get('k2')), null);
      await expectFailure(
        'changing no key',
        store.write(({ keys }) => keys.update(sampleKey({ id: 'k2' }))),
        { type: KeyNotFoundError },
      );
    },
  },
  {
    name: 'keeps every text as it was given, and finds keys by it',
    async run({ store }) {
      const keys = texts.map((text, index) =>
        sampleKey({ id: `k${index}`, name: text, purpose: text, labels: { [text]: text }, driftFields: [text] }),
      );
      await store.write((session) => insertKeys(session, keys));
      for (const key of keys) {
        deepEqual(await store.read((session) => session.keys.get(key.id)), key);
        deepEqual(await store.read((session) => session.keys.findByName('c1', key.name)), key);
        deepEqual(await store.read((session) => session.keys.count({ label: { name: key.name, value: key.name } })), 1);
      }
    },
  },
  {
    name: 'keeps large values whole',
    async run({ store }) {
      const text = 'large-'.repeat(200_000);
      const key = sampleKey({ id: 'k1', purpose: text, providerOptions: { text }, expiresAtMs: Number.MAX_SAFE_INTEGER });
      await store.write(async (session) => {
        await insertKeys(session, [key]);
        await session.versions.writeSecret('v-k1', text);
      });
      deepEqual(await store.read(({ keys }) => keys.get('k1')), key);
      equal(await store.read(({ versions }) => versions.readSecret('v-k1')), text);
    },
  },
  {
    name: 'gives a name to one living issued or adopted key of a connection',
    async run({ store }) {
      await store.write(async (session) => {
        await insertKeys(session, [sampleKey({ id: 'k1', name: 'taken' })]);
        await session.connections.insert(sampleConnection({ id: 'c2' }));
      });
      for (const changes of [{ origin: 'issued' }, { origin: 'adopted' }, { state: 'pending' }, { state: 'suspended' }] as const) {
        const insert = store.write(({ keys }) => keys.insert([sampleKey({ id: 'k2', name: 'taken', ...changes })]));
        await expectFailure(`a second living key of the same name, ${JSON.stringify(changes)},`, insert, conflict);
      }
      await store.write(({ keys }) => keys.insert([sampleKey({ id: 'k3', name: 'taken', connectionId: 'c2' })]));
      equal((await store.read(({ keys }) => keys.findByName('c1', 'taken')))?.id, 'k1');
      equal((await store.read(({ keys }) => keys.findByName('c2', 'taken')))?.id, 'k3');
      equal(await store.read(({ keys }) => keys.findByName('c1', 'free')), null);
    },
  },
  {
    name: 'frees a name when its key is revoked, and takes it again only while it is free',
    async run({ store }) {
      await store.write(async (session) => {
        await insertKeys(session, [sampleKey({ id: 'k1', name: 'again' })]);
        await session.keys.update(sampleKey({ id: 'k1', name: 'again', state: 'revoked' }));
        equal(await session.keys.findByName('c1', 'again'), null);
        await session.keys.insert([sampleKey({ id: 'k2', name: 'again' }), sampleKey({ id: 'k3', name: 'other' })]);
      });
      equal((await store.read(({ keys }) => keys.findByName('c1', 'again')))?.id, 'k2');
      const rename = store.write(({ keys }) => keys.update(sampleKey({ id: 'k3', name: 'again' })));
      await expectFailure('renaming to a taken name', rename, conflict);
      equal((await store.read(({ keys }) => keys.get('k3')))?.name, 'other');
    },
  },
  {
    name: 'lets foreign and own keys have any name, and does not find them by it',
    async run({ store }) {
      const keys = ['foreign', 'foreign', 'own', 'own'].map((origin, index) =>
        sampleKey({ id: `k${index}`, name: 'same', origin: origin as AccessKey['origin'] }),
      );
      await store.write((session) => insertKeys(session, keys));
      equal(await store.read((session) => session.keys.findByName('c1', 'same')), null);
      await store.write((session) => session.keys.insert([sampleKey({ id: 'k9', name: 'same' })]));
      equal((await store.read((session) => session.keys.findByName('c1', 'same')))?.id, 'k9');
      const adopt = store.write((session) => session.keys.update(sampleKey({ id: 'k0', name: 'same', origin: 'adopted' })));
      await expectFailure('adopting a key under a taken name', adopt, conflict);
    },
  },
  {
    name: 'inserts all keys of a call or none, and the write can go on',
    async run({ store }) {
      await store.write(async (session) => {
        await insertKeys(session, [sampleKey({ id: 'k1', name: 'taken' })]);
        const many = Array.from({ length: 700 }, (_, index) =>
          sampleKey({ id: `m${index}`, name: index === 650 ? 'taken' : `many ${index}` }),
        );
        await expectFailure('a batch with a taken name', session.keys.insert(many), conflict);
        const twice = [sampleKey({ id: 'a', name: 'twice' }), sampleKey({ id: 'b', name: 'twice' })];
        await expectFailure('a batch with a name twice', session.keys.insert(twice), conflict);
        await expectFailure('an id twice', session.keys.insert([sampleKey({ id: 'k1', name: 'free' })]), conflict);
        await session.keys.insert([sampleKey({ id: 'k2', name: 'free' })]);
        await session.keys.insert([]);
      });
      equal(await store.read(({ keys }) => keys.count({})), 2);
      equal((await store.read(({ keys }) => keys.get('k1')))?.name, 'taken');
    },
  },
  {
    name: 'finds keys by the beginning of their id or by their name, living ones first',
    async run({ store }) {
      await store.write(async (session) => {
        await insertKeys(session, [
          sampleKey({ id: 'key_abc1', name: 'one' }),
          sampleKey({ id: 'key_abc2', name: 'two', state: 'revoked' }),
          sampleKey({ id: 'key_abd3', name: 'three', connectionId: 'c1' }),
        ]);
        await session.connections.insert(sampleConnection({ id: 'c2' }));
        await session.keys.insert([
          sampleKey({ id: 'key_xyz4', name: 'two', connectionId: 'c2' }),
          sampleKey({ id: 'key_xyz5', name: 'key_abc', connectionId: 'c2', origin: 'foreign' }),
        ]);
      });
      const search = async (text: string, options: { limit: number; connectionId?: string } = { limit: 10 }): Promise<readonly string[]> =>
        (await store.read(({ keys }) => keys.search(text, options))).map(({ id }) => id);
      deepEqual((await search('key_abc')).toSorted(), ['key_abc1', 'key_abc2', 'key_xyz5']);
      equal((await search('key_abc')).at(-1), 'key_abc2');
      deepEqual(await search('two'), ['key_xyz4', 'key_abc2']);
      deepEqual(await search('two', { limit: 10, connectionId: 'c1' }), ['key_abc2']);
      deepEqual(await search('key_', { limit: 2 }).then((found) => found.length), 2);
      deepEqual(await search('key_abc1'), ['key_abc1']);
      for (const nothing of ['wo', 'KEY_ABC', 'key%', 'key_ab_', '%']) deepEqual(await search(nothing), []);
    },
  },
  {
    name: 'lists living keys of the rack that are past their expiry, the longest overdue first',
    async run({ store }) {
      await store.write((session) =>
        insertKeys(session, [
          sampleKey({ id: 'just', name: 'just', expiresAtMs: 1_000 }),
          sampleKey({ id: 'long', name: 'long', expiresAtMs: 10, state: 'suspended' }),
          sampleKey({ id: 'adopted', name: 'adopted', expiresAtMs: 20, origin: 'adopted' }),
          sampleKey({ id: 'not yet', name: 'not yet', expiresAtMs: 1_001 }),
          sampleKey({ id: 'never', name: 'never', expiresAtMs: null }),
          sampleKey({ id: 'foreign', name: 'foreign', expiresAtMs: 5, origin: 'foreign' }),
          sampleKey({ id: 'revoked', name: 'revoked', expiresAtMs: 5, state: 'revoked', revocationReason: 'asked' }),
          sampleKey({ id: 'pending', name: 'pending', expiresAtMs: 5, state: 'pending' }),
        ]),
      );
      const expired = (page?: PageRequest) => store.read(({ keys }) => keys.listExpired(1_000, page));
      deepEqual(
        (await expired()).items.map(({ id }) => id),
        ['long', 'adopted', 'just'],
      );
      const first = await expired({ limit: 1 });
      deepEqual(
        (await expired({ limit: 5, cursor: first.nextCursor ?? '' })).items.map(({ id }) => id),
        ['adopted', 'just'],
      );
    },
  },
  {
    name: 'keeps rotation policies, and lists active keys of the rack that are due for one, the longest overdue first',
    async run({ store }) {
      const rotated = (nextAtMs: number): Pick<AccessKey, 'rotation'> => ({ rotation: sampleRotation(nextAtMs) });
      const due = async (page?: PageRequest) => store.read(({ keys }) => keys.listDueRotations(1_000, page));
      await store.write((session) =>
        insertKeys(session, [
          sampleKey({ id: 'just', name: 'just', ...rotated(1_000) }),
          sampleKey({ id: 'long', name: 'long', ...rotated(10) }),
          sampleKey({ id: 'adopted', name: 'adopted', origin: 'adopted', ...rotated(20) }),
          sampleKey({ id: 'not yet', name: 'not yet', ...rotated(1_001) }),
          sampleKey({ id: 'never', name: 'never' }),
          sampleKey({ id: 'suspended', name: 'suspended', state: 'suspended', ...rotated(5) }),
          sampleKey({ id: 'foreign', name: 'foreign', origin: 'foreign', ...rotated(5) }),
          sampleKey({ id: 'revoked', name: 'revoked', state: 'revoked', revocationReason: 'asked', ...rotated(5) }),
          sampleKey({ id: 'pending', name: 'pending', state: 'pending', ...rotated(5) }),
        ]),
      );
      const first = await due({ limit: 1 });
      deepEqual(
        [...first.items, ...(await due({ limit: 5, cursor: first.nextCursor ?? '' })).items].map(({ id }) => id),
        ['long', 'adopted', 'just'],
      );
      deepEqual(first.items[0]?.rotation, sampleRotation(10));
      await store.write(({ keys }) => keys.update(sampleKey({ id: 'long', name: 'long', ...rotated(2_000) })));
      await store.write(({ keys }) => keys.update(sampleKey({ id: 'just', name: 'just', rotation: null })));
      deepEqual(
        (await due()).items.map(({ id }) => id),
        ['adopted'],
      );
      equal((await store.read(({ keys }) => keys.get('just')))?.rotation, null);
    },
  },
  {
    name: 'removes keys that were only ever foreign, and no others',
    async run({ store }) {
      await store.write(async (session) => {
        await insertKeys(session, [
          sampleKey({ id: 'foreign', origin: 'foreign', labels: { team: 'core' } }),
          sampleKey({ id: 'touched', origin: 'foreign' }),
          sampleKey({ id: 'issued' }),
          sampleKey({ id: 'own', origin: 'own' }),
          sampleKey({ id: 'kept', origin: 'foreign' }),
        ]);
        await session.operations.insert(sampleOperation({ id: 'op1', keyId: 'touched', kind: 'revoke' }));
        await session.keys.removeForeign(['foreign', 'touched', 'issued', 'own', 'unknown']);
      });
      const left = await store.read(({ keys }) => keys.list({}));
      deepEqual(left.items.map(({ key }) => key.id).toSorted(), ['issued', 'kept', 'own', 'touched']);
      equal(await store.read(({ versions }) => versions.get('v-foreign')), null);
      equal((await store.read(({ operations }) => operations.get('op1')))?.keyId, 'touched');
    },
  },
];

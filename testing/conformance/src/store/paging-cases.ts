import { deepEqual, equal } from 'node:assert/strict';
import { InvalidInputError } from '@keyrack/contracts';
import type { Page, PageRequest, Store, StoreSession } from '@keyrack/contracts';
import { expectFailure } from '../provider/expectations.ts';
import { everyPage } from './every-page.ts';
import { insertKeys, sampleEvent, sampleKey, sampleOperation, sampleOwner } from './sample-records.ts';
import type { StoreCase } from './store-case.ts';

/** Every listing that has pages. */
const listings: Readonly<Record<string, (session: StoreSession, page: PageRequest) => Promise<Page<unknown>>>> = {
  keys: ({ keys }, page) => keys.list({}, page),
  'keys by origin': ({ keys }, page) => keys.list({ origins: ['issued', 'foreign'] }, page),
  owners: ({ owners }, page) => owners.list(page),
  operations: ({ operations }, page) => operations.list({}, page),
  'the audit trail': ({ audit }, page) => audit.list({}, page),
  'the audit trail, newest first': ({ audit }, page) => audit.list({ newestFirst: true }, page),
};

/** Cursors and limits, the same for every listing. */
export const pagingCases: readonly StoreCase[] = [
  {
    name: 'gives every item once, whatever the size of the pages, and ends without an empty page',
    async run({ store }) {
      await fill(store);
      for (const [name, list] of Object.entries(listings)) {
        const whole = await store.read((session) => list(session, { limit: 1_000 }));
        deepEqual([whole.items.length, whole.nextCursor], [12, null], name);
        for (const limit of [1, 5, 11, 12]) {
          const sizes: number[] = [];
          const paged = await everyPage(async (page) => {
            const read = await store.read((session) => list(session, { ...page, limit }));
            sizes.push(read.items.length);
            return read;
          });
          deepEqual(paged, whole.items, `${name}, ${limit} at a time`);
          equal(sizes.length, Math.ceil(12 / limit), `${name}: number of pages with ${limit} at a time`);
        }
      }
    },
  },
  {
    name: 'gives a hundred at a time unless asked otherwise',
    async run({ store }) {
      await store.write((session) =>
        insertKeys(
          session,
          Array.from({ length: 101 }, (_, index) => sampleKey({ id: `k${index}` })),
        ),
      );
      equal((await store.read(({ keys }) => keys.list({}))).items.length, 100);
    },
  },
  {
    name: 'neither repeats nor leaves out a key while others come and go between the pages',
    async run({ store }) {
      const stay = Array.from({ length: 40 }, (_, index) =>
        sampleKey({ id: `stay ${index}`, name: `name ${String(index).padStart(3, '0')}` }),
      );
      const go = stay.map(({ id, name }) => sampleKey({ id: id.replace('stay', 'go'), name, origin: 'foreign' }));
      await store.write((session) => insertKeys(session, [...stay, ...go]));
      let round = 0;
      const between = async (): Promise<void> => {
        round += 1;
        await store.write(async ({ keys }) => {
          await keys.removeForeign(go.slice(round * 4 - 4, round * 4).map(({ id }) => id));
          // One before everything, one after everything, one in the middle of what was and will be read.
          const names = [`a ${round}`, `z ${round}`, `name 0${10 + round}`];
          await keys.insert(names.map((name, index) => sampleKey({ id: `new ${round}/${index}`, name, origin: 'foreign' })));
        });
      };
      const listed = await everyPage((page) => store.read(({ keys }) => keys.list({}, { ...page, limit: 9 })), between);
      const ids = listed.map(({ key }) => key.id);
      equal(new Set(ids).size, ids.length, 'a key was listed twice');
      deepEqual(
        ids.filter((id) => id.startsWith('stay')),
        stay.map(({ id }) => id),
      );
    },
  },
  {
    name: 'neither repeats nor leaves out an operation while new ones begin',
    async run({ store }) {
      await fill(store);
      const before = await store.read(({ operations }) => operations.list({}));
      let round = 0;
      const between = async (): Promise<void> => {
        round += 1;
        await store.write(({ operations }) =>
          operations.insert(sampleOperation({ id: `new ${round}`, keyId: 'k0', state: 'done', createdAtMs: Date.UTC(2027, 0, round) })),
        );
      };
      const listed = await everyPage((page) => store.read(({ operations }) => operations.list({}, { ...page, limit: 5 })), between);
      deepEqual(listed, before.items);
    },
  },
  {
    name: 'refuses a cursor that it did not give for this listing',
    async run({ store }) {
      await fill(store);
      const cursors = new Map<string, string | null>();
      for (const [name, list] of Object.entries(listings))
        cursors.set(name, (await store.read((session) => list(session, { limit: 5 }))).nextCursor);
      const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
      const garbage = [
        '',
        ' ',
        '0',
        'AAAA',
        'not a cursor',
        '../../etc/passwd',
        '\u{1F511}',
        encode(null),
        encode([]),
        encode(['key']),
        encode({ a: 1 }),
        'A'.repeat(10_000),
      ];
      for (const [name, list] of Object.entries(listings)) {
        const own = cursors.get(name) ?? '';
        const foreign = [...cursors].filter(([other]) => !related(name, other)).map(([, cursor]) => cursor ?? '');
        for (const cursor of [...garbage, ...foreign, `${own}A`, `${own}=`, own.slice(1), own.slice(0, -3)]) {
          const call = `${name} with the cursor ${cursor.slice(0, 40)}`;
          await expectFailure(
            call,
            store.read((session) => list(session, { cursor })),
            { type: InvalidInputError, outcome: 'not-applied' },
          );
        }
      }
    },
  },
  {
    name: 'refuses a limit that is not a whole number from 1 to 1,000',
    async run({ store }) {
      await fill(store);
      for (const [name, list] of Object.entries(listings)) {
        for (const limit of [0, -1, 1.5, 1_001, Number.NaN, Number.POSITIVE_INFINITY]) {
          await expectFailure(
            `${name} with the limit ${limit}`,
            store.read((session) => list(session, { limit })),
            { type: InvalidInputError },
          );
        }
      }
    },
  },
];

/** Whether a cursor of one listing fits the other: the same records, otherwise filtered. */
function related(a: string, b: string): boolean {
  return a.split(/[ ,]/)[0] === b.split(/[ ,]/)[0] && a.startsWith('the') === b.startsWith('the');
}

/** Twelve of everything. */
async function fill(store: Store): Promise<void> {
  await store.write(async (session) => {
    const numbers = Array.from({ length: 12 }, (_, index) => index);
    await insertKeys(
      session,
      numbers.map((index) => sampleKey({ id: `k${index}`, origin: index % 2 ? 'issued' : 'foreign', name: `name ${index % 5}${index}` })),
    );
    for (const index of numbers) {
      await session.owners.insert(sampleOwner({ id: `owner ${index}` }));
      await session.operations.insert(sampleOperation({ id: `op${index}`, keyId: `k${index}`, createdAtMs: index >> 1 }));
      await session.audit.append(sampleEvent(index + 1));
    }
  });
}

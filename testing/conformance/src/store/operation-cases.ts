import { deepEqual, equal, rejects } from 'node:assert/strict';
import { OperationInProgressError, OperationNotFoundError, StaleEpochError } from '@keyrack/contracts';
import type { Operation, PageRequest, StoreSession } from '@keyrack/contracts';
import { expectFailure } from '../provider/expectations.ts';
import { insertKeys, sampleConnection, sampleKey, sampleOperation, sampleStep } from './sample-records.ts';
import type { StoreCase } from './store-case.ts';

const unfinished = ['running', 'waiting', 'stuck'] as const;
const final = ['done', 'aborted'] as const;

const twoKeys = (session: StoreSession): Promise<void> => insertKeys(session, [sampleKey({ id: 'k1' }), sampleKey({ id: 'k2' })]);

/** The journal: operations, their epochs and steps. */
export const operationCases: readonly StoreCase[] = [
  {
    name: 'keeps operations with all they consist of',
    async run({ store }) {
      const full = sampleOperation({
        id: 'op1',
        keyId: 'k1',
        kind: 'rotate',
        state: 'waiting',
        direction: 'abort',
        epoch: 7,
        holder: null,
        waitUntilMs: Date.UTC(2030, 1, 1),
        reason: 'until the consumer has it',
        failedAttempts: 3,
        parameters: { overlapSeconds: 60, sinks: ['a', 'b'], nothing: null },
        finishedAtMs: null,
      });
      await store.write(async (session) => {
        await twoKeys(session);
        await session.operations.insert(full);
      });
      deepEqual(await store.read(({ operations }) => operations.get('op1')), full);
      deepEqual(await store.read(({ operations }) => operations.findUnfinished('k1')), full);
      equal(await store.read(({ operations }) => operations.findUnfinished('k2')), null);
      equal(await store.read(({ operations }) => operations.get('op2')), null);
      const search = await store.read(({ operations }) => operations.search('op', { limit: 5 }));
      deepEqual(search, [full]);
      deepEqual(await store.read(({ operations }) => operations.search('op%', { limit: 5 })), []);
    },
  },
  {
    name: 'allows one unfinished operation per key, and names it to whoever wants another',
    async run({ store }) {
      await store.write(twoKeys);
      for (const [index, state] of unfinished.entries()) {
        const id = `op${index}`;
        await store.write(({ operations }) => operations.insert(sampleOperation({ id, keyId: 'k1', state })));
        const second = store.write(({ operations }) => operations.insert(sampleOperation({ id: 'second', keyId: 'k1', kind: 'revoke' })));
        const error = await expectFailure(`a second operation beside a ${state} one`, second, {
          type: OperationInProgressError,
          outcome: 'not-applied',
        });
        equal(error.details['operationId'], id);
        await store.write(({ operations }) => operations.insert(sampleOperation({ id: `other ${index}`, keyId: 'k2' })));
        const end = final[index % 2] ?? 'done';
        await store.write(async ({ operations }) => {
          await operations.update(sampleOperation({ id, keyId: 'k1', state: end, finishedAtMs: 5 }), 1);
          await operations.update(sampleOperation({ id: `other ${index}`, keyId: 'k2', state: 'done' }), 1);
        });
      }
      equal((await store.read(({ operations }) => operations.list({ keyId: 'k1' }))).items.length, 3);
      await store.write(({ operations }) => operations.insert(sampleOperation({ id: 'now', keyId: 'k1' })));
      const reopen = store.write(({ operations }) => operations.update(sampleOperation({ id: 'op0', keyId: 'k1' }), 1));
      await expectFailure('opening a finished one again', reopen, { type: OperationInProgressError });
    },
  },
  {
    name: 'lists what is due, the longest overdue first, and nothing that waits for more than time',
    async run({ store }) {
      const at = (id: string, changes: Partial<Operation>): Operation =>
        sampleOperation({ id, keyId: `k-${id}`, createdAtMs: 500, ...changes });
      const operations = [
        at('waited', { state: 'waiting', waitUntilMs: 900 }),
        at('just', { state: 'waiting', waitUntilMs: 1_000 }),
        at('later', { state: 'waiting', waitUntilMs: 1_001 }),
        at('gate', { state: 'waiting', waitUntilMs: null }),
        at('running', { state: 'running', waitUntilMs: null, createdAtMs: 800 }),
        at('stuck', { state: 'stuck', waitUntilMs: null }),
        at('done', { state: 'done', waitUntilMs: 100 }),
      ];
      await store.write(async (session) => {
        await insertKeys(
          session,
          operations.map(({ keyId }) => sampleKey({ id: keyId, name: keyId })),
        );
        for (const operation of operations) await session.operations.insert(operation);
      });
      const due = (page?: PageRequest) => store.read((session) => session.operations.listDue(1_000, page));
      deepEqual(
        (await due()).items.map(({ id }) => id),
        ['running', 'waited', 'just'],
      );
      const first = await due({ limit: 2 });
      deepEqual(
        first.items.map(({ id }) => id),
        ['running', 'waited'],
      );
      deepEqual((await due({ limit: 2, cursor: first.nextCursor ?? '' })).items, [operations[1]]);
    },
  },
  {
    name: 'writes an operation only for the holder of its epoch',
    async run({ store }) {
      const operation = sampleOperation({ id: 'op1', keyId: 'k1', epoch: 4 });
      await store.write(async (session) => {
        await twoKeys(session);
        await session.operations.insert(operation);
      });
      const takenOver: Operation = { ...operation, epoch: 5, holder: 'process-2' };
      await store.write(({ operations }) => operations.update(takenOver, 4));
      for (const expectedEpoch of [4, 6]) {
        const late = store.write(({ operations }) => operations.update({ ...operation, state: 'done' }, expectedEpoch));
        await expectFailure(`a write with epoch ${expectedEpoch}`, late, { type: StaleEpochError, outcome: 'not-applied' });
      }
      deepEqual(await store.read(({ operations }) => operations.get('op1')), takenOver);
      await store.write(({ operations }) => operations.update({ ...takenOver, state: 'done' }, 5));
      equal((await store.read(({ operations }) => operations.get('op1')))?.state, 'done');
      const nobody = store.write(({ operations }) => operations.update({ ...operation, id: 'op2' }, 4));
      await expectFailure('changing no operation', nobody, { type: OperationNotFoundError });
    },
  },
  {
    name: 'lets one of two processes take an operation over',
    async run({ store, openAgain }) {
      const operation = sampleOperation({ id: 'op1', keyId: 'k1' });
      await store.write(async (session) => {
        await twoKeys(session);
        await session.operations.insert(operation);
      });
      const stores = [store, await openAgain()];
      const takeOver = await Promise.allSettled(
        stores.map((each, index) =>
          each.write(({ operations }) => operations.update({ ...operation, epoch: 2, holder: `taker ${index}` }, 1)),
        ),
      );
      deepEqual(takeOver.map(({ status }) => status).toSorted(), ['fulfilled', 'rejected']);
      const winner = takeOver.findIndex(({ status }) => status === 'fulfilled');
      equal((await store.read(({ operations }) => operations.get('op1')))?.holder, `taker ${winner}`);
    },
  },
  {
    name: 'lists operations newest first, by state, kind, key and connection',
    async run({ store }) {
      await store.write(async (session) => {
        await twoKeys(session);
        await session.connections.insert(sampleConnection({ id: 'c2' }));
        await session.keys.insert([sampleKey({ id: 'k3', connectionId: 'c2' })]);
        const { operations } = session;
        await operations.insert(sampleOperation({ id: 'b', keyId: 'k1', createdAtMs: 1, state: 'done' }));
        await operations.insert(sampleOperation({ id: 'a', keyId: 'k1', createdAtMs: 2, state: 'aborted', kind: 'revoke' }));
        await operations.insert(sampleOperation({ id: 'd', keyId: 'k2', createdAtMs: 2, state: 'stuck' }));
        await operations.insert(
          sampleOperation({ id: 'c', keyId: 'k3', connectionId: 'c2', createdAtMs: 3, state: 'waiting', kind: 'revoke' }),
        );
      });
      const list = async (filter: Parameters<StoreSession['operations']['list']>[0]): Promise<string> =>
        (await store.read(({ operations }) => operations.list(filter))).items.map(({ id }) => id).join('');
      deepEqual(
        [
          await list({}),
          await list({ states: ['done'] }),
          await list({ states: ['running', 'waiting', 'stuck'] }),
          await list({ states: ['aborted', 'waiting', 'waiting'] }),
          await list({ states: [] }),
          await list({ kinds: ['revoke'] }),
          await list({ kinds: [] }),
          await list({ keyId: 'k1' }),
          await list({ connectionId: 'c1', kinds: ['issue'] }),
        ],
        ['cdab', 'b', 'cd', 'ca', '', 'ca', '', 'ab', 'db'],
      );
    },
  },
  {
    name: 'keeps steps by number, each number once',
    async run({ store }) {
      const first = sampleStep({ id: 'z', operationId: 'op1', intent: { id: '7', deep: [{ name: null }] }, versionId: 'v-k1' });
      const second = sampleStep({ id: 'a', operationId: 'op1', number: 2, name: 'confirm' });
      await store.write(async (session) => {
        await twoKeys(session);
        await session.operations.insert(sampleOperation({ id: 'op1', keyId: 'k1' }));
        await session.operations.insertStep(second, null);
        await session.operations.insertStep(first, null);
      });
      deepEqual(await store.read(({ operations }) => operations.steps('op1')), [first, second]);
      const settled = { ...first, state: 'settled', outcome: 'applied', lastCallAtMs: 2, settledAtMs: 3, error: 'none' } as const;
      await store.write(({ operations }) => operations.updateStep(settled));
      deepEqual(await store.read(({ operations }) => operations.steps('op1')), [settled, second]);
      deepEqual(await store.read(({ operations }) => operations.steps('op2')), []);
      await rejects(
        store.write(({ operations }) => operations.insertStep({ ...second, id: 'b' }, null)),
        'a number was given twice',
      );
      await expectFailure(
        'changing no step',
        store.write(({ operations }) => operations.updateStep({ ...first, id: 'b' })),
        {
          type: OperationNotFoundError,
        },
      );
    },
  },
  {
    name: "keeps a step's secrets apart until they are forgotten",
    async run({ store }) {
      const step = sampleStep({ id: 's1', operationId: 'op1' });
      await store.write(async (session) => {
        await twoKeys(session);
        await session.operations.insert(sampleOperation({ id: 'op1', keyId: 'k1' }));
        await session.operations.insertStep(step, 'canary-envelope');
        await session.operations.insertStep(sampleStep({ id: 's2', operationId: 'op1', number: 2 }), null);
        await session.operations.updateStep({ ...step, state: 'settled', outcome: 'unknown' });
      });
      await store.read(async ({ operations }) => {
        equal(await operations.readStepSecrets('s1'), 'canary-envelope');
        equal(await operations.readStepSecrets('s2'), null);
        const everything = [await operations.steps('op1'), await operations.list({}), await operations.get('op1')];
        equal(JSON.stringify(everything).includes('canary'), false, 'a listing shows the sealed secrets');
      });
      await store.write(({ operations }) => operations.forgetStepSecrets('s1'));
      equal(await store.read(({ operations }) => operations.readStepSecrets('s1')), null);
      equal((await store.read(({ operations }) => operations.steps('op1'))).length, 2);
    },
  },
];

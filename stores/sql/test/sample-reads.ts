import type { StoreSession } from '@keyrack/contracts';

/** Something that a store is asked. */
export type Read = (session: StoreSession) => Promise<unknown>;

/** Every way of asking a store, on the keys `k0` to `k19` of connection `c1`. */
export const reads: Readonly<Record<string, Read>> = {
  'all keys': ({ keys }) => keys.list({}),
  'the next page': async ({ keys }) => keys.list({}, { cursor: (await keys.list({}, { limit: 5 })).nextCursor ?? '' }),
  connection: ({ keys }) => keys.list({ connectionId: 'c1' }),
  owner: ({ keys }) => keys.list({ ownerId: 'alice', states: ['active'], origins: ['issued'] }),
  state: ({ keys }) => keys.list({ states: ['active', 'suspended'] }),
  issued: ({ keys }) => keys.list({ origins: ['issued', 'adopted'], states: ['active', 'pending'] }),
  origin: ({ keys }) => keys.list({ origins: ['foreign'], drift: ['none'] }),
  drift: ({ keys }) => keys.list({ drift: ['missing', 'changed'] }),
  label: ({ keys }) => keys.list({ label: { name: 'team', value: 'core' }, states: ['active'] }),
  expiry: ({ keys }) => keys.list({ expiresBeforeMs: 5, origins: ['issued'] }),
  'due rotations': async ({ keys }) => keys.listDueRotations(5),
  'expired keys': async ({ keys }) => keys.listExpired(5),
  count: ({ keys }) => keys.count({ states: ['active'] }),
  search: ({ keys }) => keys.search('k1', { limit: 5 }),
  name: ({ keys }) => keys.findByName('c1', 'alice'),
  'upstream id': ({ versions }) => versions.findByUpstreamIds('c1', ['1', '2']),
  'upstream name': ({ versions }) => versions.findByUpstreamNames('c1', ['1', '2']),
  fingerprint: ({ versions }) => versions.findByFingerprint('f'),
  'versions of a key': ({ versions }) => versions.listByKey('k1'),
  'unseen versions': ({ versions }) => versions.listUnseen('c1', 's', { limit: 5, afterId: 'v' }),
  'unfinished operation': ({ operations }) => operations.findUnfinished('k1'),
  'unfinished operations': ({ operations }) => operations.list({ states: ['running', 'waiting', 'stuck'] }),
  'due operations': ({ operations }) => operations.listDue(5),
  operations: ({ operations }) => operations.list({}),
  'done operations': ({ operations }) => operations.list({ states: ['done'] }),
  'operations of a key': ({ operations }) => operations.list({ keyId: 'k1' }),
  'operations of a connection': ({ operations }) => operations.list({ connectionId: 'c1', kinds: ['issue'] }),
  steps: ({ operations }) => operations.steps('op1'),
  'audit trail': ({ audit }) => audit.list({ newestFirst: true }),
  'audit trail of a key': ({ audit }) => audit.list({ keyId: 'k1', afterSequence: 5 }),
  'end of the audit trail': ({ audit }) => audit.head(),
};

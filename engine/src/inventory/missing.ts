import type { KeyVersion, ObservedKey, StoreSession } from '@keyrack/contracts';
import { absorb, note } from './absorb.ts';
import type { SyncRun } from './absorb.ts';

const pageSize = 200;
const concurrentQuestions = 8;

/**
 * Looks at every living version that the list did not show. A key counts as missing only after the system was asked for it by
 * itself: a list that is read page by page skips keys when others are removed meanwhile.
 */
export async function settleUnseen(run: SyncRun): Promise<void> {
  const { store } = run.context;
  let afterId: string | undefined;
  for (;;) {
    const position = afterId === undefined ? { limit: pageSize } : { limit: pageSize, afterId };
    const unseen = await store.read((session) => session.versions.listUnseen(run.connectionId, run.syncId, position));
    if (unseen.length === 0) return;
    for (let start = 0; start < unseen.length; start += concurrentQuestions) {
      await settleSome(run, unseen.slice(start, start + concurrentQuestions));
    }
    afterId = unseen.at(-1)?.id;
  }
}

async function settleSome(run: SyncRun, versions: readonly KeyVersion[]): Promise<void> {
  const answers = await Promise.all(versions.map(async (version) => ({ version, observed: await ask(run, version) })));
  const present = answers.flatMap(({ observed }) => (observed ? [observed] : []));
  const absent = answers.filter(({ observed }) => observed === null);
  await run.context.store.write(async (session) => {
    if (present.length > 0) await absorb(run, session, present);
    for (const { version } of absent) await markMissing(run, session, version);
  });
}

async function ask({ provider, options }: SyncRun, { upstreamId }: KeyVersion): Promise<ObservedKey | null> {
  return upstreamId === null ? null : provider.getKey(upstreamId, options);
}

async function markMissing(run: SyncRun, session: StoreSession, asked: KeyVersion): Promise<void> {
  const key = await session.keys.get(asked.keyId);
  const version = await session.versions.get(asked.id);
  // Somebody may have revoked it, or be at it, since it was asked for.
  if (!key || !version || version.stage !== asked.stage || (await session.operations.findUnfinished(key.id))) return;
  if (key.origin === 'foreign' || key.origin === 'own') {
    await session.keys.removeForeign([key.id]);
    if ((await session.keys.get(key.id)) === null) return; // a key that we ever acted on stays
  }
  // Without what was seen last, its return will not go unnoticed.
  await session.versions.update({ ...version, observed: null, updatedAtMs: run.context.clock.nowMs() });
  if (key.drift === 'missing') return;
  await session.keys.update({ ...key, drift: 'missing', driftFields: [], updatedAtMs: run.context.clock.nowMs() });
  await note(run, session, { key, type: 'key.missing' });
}

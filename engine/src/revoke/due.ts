import type { AccessKey } from '@keyrack/contracts';
import type { EngineContext } from '../support/context.ts';
import { everyItem } from '../support/pages.ts';
import { beginRevoke, livingVersions } from './begin.ts';

/** Writes down the revocation of every key that is past its expiry. Systems that refuse an expired key by themselves keep it otherwise, some for good. */
export async function beginDueRevocations(context: EngineContext): Promise<void> {
  const nowMs = context.clock.nowMs();
  const connections = await context.store.read((session) => session.connections.list());
  for (const { id } of connections) {
    const filter = {
      connectionId: id,
      states: ['active', 'suspended'],
      origins: ['issued', 'adopted'],
      expiresBeforeMs: nowMs + 1,
    } as const;
    const due: AccessKey[] = [];
    for await (const { key } of everyItem((page) => context.store.read((session) => session.keys.list(filter, page)))) due.push(key);
    for (const key of due) await beginExpiry(context, key);
  }
}

async function beginExpiry(context: EngineContext, { id }: AccessKey): Promise<void> {
  await context.store.write(async (session) => {
    const key = await session.keys.get(id);
    const unfinished = await session.operations.findUnfinished(id);
    if (!key || unfinished || key.state === 'revoked') return;
    const versions = livingVersions(await session.versions.listByKey(id));
    await beginRevoke(context, session, { key, versions, reason: 'expired', holder: null });
  });
}

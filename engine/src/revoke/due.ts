import { OperationInProgressError, StaleEpochError } from '@keyrack/contracts';
import type { AccessKey } from '@keyrack/contracts';
import { assertUnchanged, readRecord } from '../keys/record.ts';
import type { Machine } from '../operations/machine.ts';
import { supersede } from '../operations/supersede.ts';
import type { EngineContext } from '../support/context.ts';
import { everyItem } from '../support/pages.ts';
import { beginRevoke, livingVersions } from './begin.ts';

/** Writes down the revocation of every key that is past its expiry. Systems that refuse an expired key by themselves keep it otherwise, some for good. */
export async function beginDueRevocations(context: EngineContext, machine: Machine): Promise<void> {
  const nowMs = context.clock.nowMs();
  for await (const key of everyItem((page) => context.store.read((session) => session.keys.listExpired(nowMs, page))))
    await beginExpiry(context, machine, key).catch(unlessAnotherWasQuicker);
}

/** Several workers look for the same keys. */
function unlessAnotherWasQuicker(error: unknown): void {
  if (!OperationInProgressError.isInstance(error) && !StaleEpochError.isInstance(error)) throw error;
}

async function beginExpiry(context: EngineContext, machine: Machine, { id }: AccessKey): Promise<void> {
  const record = await readRecord(context, id);
  const { key, versions, unfinished } = record;
  if (unfinished?.kind === 'issue' || unfinished?.kind === 'revoke') return;
  // A rotation whose secret nobody takes would otherwise keep the key past its end.
  if (unfinished && !(await machine.isFree(unfinished))) return;
  const superseded = unfinished ? await supersede(context, machine, unfinished) : undefined;
  await context.store.write(async (session) => {
    await assertUnchanged(session, record);
    await beginRevoke(context, session, {
      key,
      versions: livingVersions(versions),
      reason: 'expired',
      holder: null,
      ...(superseded && { superseded }),
    });
  });
}

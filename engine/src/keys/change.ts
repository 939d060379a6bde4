import type { CallOptions } from '@keyrack/contracts';
import { KeyConflictError } from '@keyrack/contracts';
import { beginChange, planChange } from '../change/begin.ts';
import type { ChangeRequest, PlannedChange } from '../change/begin.ts';
import type { OpenConnection } from '../connections/pool.ts';
import type { ChangeResult } from '../engine.ts';
import { checkName } from '../issue/request.ts';
import { checkNamedOwners } from '../owners/owner-id.ts';
import type { Parts } from '../support/parts.ts';
import { readRecord, refuseUnfinished, withRecord } from './record.ts';
import type { KeyRecord } from './record.ts';
import { callOptions } from '../support/call-options.ts';

/** A checked change of one key, and how its system is asked who it is. */
interface Plan extends Pick<OpenConnection, 'confirmIdentityOnce'> {
  readonly planned: PlannedChange;
}

/** Checks a change, and gives the key as it will be; nothing is sent or written. */
export async function planKeyChange(
  { context, pool }: Pick<Parts, 'context' | 'pool'>,
  record: KeyRecord,
  request: ChangeRequest,
): Promise<Plan> {
  refuseUnfinished(context, record);
  const { key } = record;
  checkNamedOwners(request);
  const { kind, confirmIdentityOnce, connection } = await pool.open(key.connectionId);
  const { capabilities, displayName } = kind;
  if (request.name !== undefined && request.name !== key.name) {
    checkName(request.name, capabilities);
    const taken = await context.store.read((session) => session.keys.findByName(key.connectionId, request.name ?? ''));
    if (taken && taken.id !== key.id)
      throw new KeyConflictError(`"${connection.name}" has a living key named "${request.name}" already: ${taken.id}`, {
        advice: 'Take another name.',
      });
  }
  const planned = planChange(key, request, { capabilities, displayName, nowMs: context.clock.nowMs(), random: context.random });
  return { planned, confirmIdentityOnce };
}

/** Changes name, owner, limits or expiry. What the system knows of it is read back and compared before our record follows. */
export async function changeKey(parts: Parts, keyId: string, { signal, ...request }: ChangeRequest & CallOptions): Promise<ChangeResult> {
  const { context, machine } = parts;
  const options = callOptions({ signal });
  return withRecord(context, keyId, async (record) => {
    const { planned, confirmIdentityOnce } = await planKeyChange(parts, record, request);
    if (planned.upstream) await confirmIdentityOnce(options);
    const { operation, error } = await machine.start(await beginChange(context, record, planned), options);
    if (operation.state === 'aborted' && error) throw error;
    return { key: (await readRecord(context, keyId)).key, operation };
  });
}

import type { AccessKey, CallOptions } from '@keyrack/contracts';
import { KeyConflictError, RefusedError } from '@keyrack/contracts';
import { beginAdoption } from '../adopt/begin.ts';
import type { AdoptRequest } from '../adopt/begin.ts';
import type { ChangeResult } from '../engine.ts';
import { checkName } from '../issue/request.ts';
import { checkNamedOwners } from '../owners/owner-id.ts';
import { beginPolicy } from '../rotation-policy/rotation-policy.ts';
import type { Parts } from '../support/parts.ts';
import { refuseKeyOfOtherRack, refuseOtherRack } from './other-rack.ts';
import { askAbout, readRecord, refuseUnfinished, withRecord } from './record.ts';
import type { KeyRecord } from './record.ts';
import { callOptions } from '../support/call-options.ts';

/** Checks whether a key can be adopted, and gives it as it will be; nothing is written. */
export async function planAdoption(
  { context, pool }: Pick<Parts, 'context' | 'pool'>,
  record: KeyRecord,
  request: AdoptRequest,
): Promise<AccessKey> {
  const { key } = record;
  refuseUnfinished(context, record);
  if (key.origin !== 'foreign' || key.state === 'revoked') {
    throw new RefusedError(`"${key.name}" cannot be adopted: it is ${key.origin === 'foreign' ? key.state : `${key.origin} already`}`);
  }
  refuseKeyOfOtherRack(record, context, request.fromRackId);
  const { kind } = await pool.open(key.connectionId);
  const name = request.name ?? key.name;
  checkName(name, kind.capabilities);
  checkNamedOwners(request);
  const taken = await context.store.read((session) => session.keys.findByName(key.connectionId, name));
  if (taken && taken.id !== key.id)
    throw new KeyConflictError(`A living key is named "${name}" already: ${taken.id}`, {
      advice: 'Give another name with --name.',
      details: { keyId: taken.id },
    });
  const { ownerId = null, purpose = null, labels = {}, rotationPolicy } = request;
  const nowMs = context.clock.nowMs();
  const rotation = rotationPolicy ? beginPolicy(rotationPolicy, { nowMs, random: context.random }) : null;
  return { ...key, name, ownerId, purpose, labels, rotation, origin: 'adopted', updatedAtMs: nowMs };
}

/** Makes a foreign key ours: our marker where the system has a place for it, and its secret where the system shows it. */
export async function adoptKey(parts: Parts, keyId: string, { signal, ...request }: AdoptRequest & CallOptions): Promise<ChangeResult> {
  return withRecord(parts.context, keyId, (record) => adoptRecord(parts, record, { ...request, ...(signal && { signal }) }));
}

async function adoptRecord(parts: Parts, record: KeyRecord, { signal, ...request }: AdoptRequest & CallOptions): Promise<ChangeResult> {
  const { context, pool, machine } = parts;
  const facts = await planAdoption(parts, record, request);
  const { provider, kind, confirmIdentity } = await pool.open(facts.connectionId);
  const version = record.versions.findLast(({ stage }) => stage === 'current');
  if (!version?.upstreamId) throw new RefusedError(`"${facts.name}" has no credential to adopt`, { advice: 'Run keyrack sync.' });
  const options = callOptions({ signal });
  await confirmIdentity(options);
  const { upstreamId } = version;
  const observed = await askAbout(context, record, async () => {
    const shown = await provider.getKey(upstreamId, options);
    if (!shown) throw new RefusedError(`"${facts.name}" is not there any more`, { advice: 'Run keyrack sync.' });
    refuseOtherRack(shown, context, request.fromRackId);
    return shown;
  });
  const { capabilities } = kind;
  const { operation, error } = await machine.start(
    await beginAdoption(context, record, { version, facts, observed, capabilities }),
    options,
  );
  if (operation.state === 'aborted' && error) throw error;
  return { key: (await readRecord(context, record.key.id)).key, operation };
}

import type { AccessKey, CallOptions } from '@keyrack/contracts';
import { KeyConflictError, RefusedError } from '@keyrack/contracts';
import { appendAudit } from '../audit/chain.ts';
import { ensureOwner } from '../issue/begin.ts';
import { checkName } from '../issue/request.ts';
import type { Parts } from '../support/parts.ts';
import { assertUnchanged, readRecord, refuseUnfinished } from './record.ts';

/** How a foreign key becomes ours. */
export interface AdoptRequest {
  /** @default the name the system shows */
  readonly name?: string;
  readonly ownerId?: string;
  readonly purpose?: string;
  readonly labels?: Readonly<Record<string, string>>;
}

/** Checks whether a key can be adopted, and gives it as it will be; nothing is written. */
export async function planAdoption(
  { context, pool }: Pick<Parts, 'context' | 'pool'>,
  keyId: string,
  request: AdoptRequest,
): Promise<AccessKey> {
  const record = await readRecord(context, keyId);
  const { key } = record;
  refuseUnfinished(record);
  if (key.origin !== 'foreign' || key.state === 'revoked') {
    throw new RefusedError(`"${key.name}" cannot be adopted: it is ${key.origin === 'foreign' ? key.state : `${key.origin} already`}`);
  }
  const { kind } = await pool.open(key.connectionId);
  const name = request.name ?? key.name;
  checkName(name, kind.capabilities);
  const taken = await context.store.read((session) => session.keys.findByName(key.connectionId, name));
  if (taken)
    throw new KeyConflictError(`A living key is named "${name}" already: ${taken.id}`, {
      advice: 'Give another name with --name.',
      details: { keyId: taken.id },
    });
  const { ownerId = null, purpose = null, labels = {} } = request;
  return { ...key, name, ownerId, purpose, labels, origin: 'adopted', updatedAtMs: context.clock.nowMs() };
}

/** Records a foreign key as ours, with its secret where the system shows it. Nothing is changed upstream. */
export async function adoptKey(
  parts: Pick<Parts, 'context' | 'pool'>,
  keyId: string,
  request: AdoptRequest & CallOptions,
): Promise<AccessKey> {
  const { context, pool } = parts;
  const adopted = await planAdoption(parts, keyId, request);
  const { provider, kind, confirmIdentity } = await pool.open(adopted.connectionId);
  const record = await readRecord(context, keyId);
  const version = record.versions.findLast(({ stage }) => stage === 'current');
  if (!version?.upstreamId) throw new RefusedError(`"${adopted.name}" has no credential to adopt`, { advice: 'Run keyrack sync.' });
  const options = request.signal ? { signal: request.signal } : {};
  await confirmIdentity(options);
  const observed = await provider.getKey(version.upstreamId, options);
  if (!observed) throw new RefusedError(`"${adopted.name}" is not there any more`, { advice: 'Run keyrack sync.' });
  const envelope =
    kind.capabilities.secretReadable && observed.secret ? context.cipher.seal(observed.secret, `version/${version.id}`) : null;
  await context.store.write(async (session) => {
    await assertUnchanged(session, record);
    await ensureOwner(context, session, adopted.ownerId);
    await session.keys.update({ ...adopted, limits: observed.limits, expiresAtMs: observed.expiresAtMs });
    if (envelope !== null) await session.versions.writeSecret(version.id, envelope);
    const { clock, actor } = context;
    const detail = { name: adopted.name, upstreamId: version.upstreamId };
    await appendAudit(
      session,
      {
        type: 'key.adopted',
        atMs: clock.nowMs(),
        actor,
        connectionId: adopted.connectionId,
        keyId,
        operationId: null,
        detail,
      },
      context.cipher,
    );
  });
  return adopted;
}

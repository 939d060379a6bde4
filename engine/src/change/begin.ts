import type {
  AccessKey,
  JsonObject,
  KeyChange,
  KeyLimits,
  KeyVersion,
  Operation,
  ProviderCapabilities,
  RotationPolicy,
} from '@keyrack/contracts';
import { CapabilityMissingError, InvalidInputError, RefusedError, readMarker, markName } from '@keyrack/contracts';
import { assertUnchanged } from '../keys/record.ts';
import type { KeyRecord } from '../keys/record.ts';
import { ensureOwner } from '../issue/begin.ts';
import { beginOperation, newOperation } from '../operations/new-operation.ts';
import { beginPolicy } from '../rotation-policy/rotation-policy.ts';
import type { PolicySurroundings } from '../rotation-policy/rotation-policy.ts';
import { livingVersions } from '../revoke/begin.ts';
import type { EngineContext } from '../support/context.ts';

/** What `change` sets; absent members stay. */
export interface ChangeRequest {
  readonly name?: string;
  readonly ownerId?: string | null;
  /** The limits to set or, with null, to remove; others stay. */
  readonly limits?: Readonly<{ [Name in keyof KeyLimits]: KeyLimits[Name] | null }>;
  readonly expiresAtMs?: number | null;
  readonly purpose?: string | null;
  readonly labels?: Readonly<Record<string, string>>;
  /** Rotate it by itself from now on; null: when somebody asks. */
  readonly rotationPolicy?: RotationPolicy | null;
}

/** A checked change: how the key will be, and what the system must be told. */
export interface PlannedChange {
  readonly key: AccessKey;
  /** Null: nothing that the system knows of. */
  readonly upstream: (Pick<ChangeRequest, 'name' | 'expiresAtMs'> & { readonly limits?: KeyLimits }) | null;
}

/** Checks a change against the key and the system. @throws {RefusedError} {@link InvalidInputError} {@link CapabilityMissingError} */
export function planChange(
  key: AccessKey,
  request: ChangeRequest,
  place: PolicySurroundings & { readonly capabilities: ProviderCapabilities; readonly displayName: string },
): PlannedChange {
  if (key.state === 'revoked' || key.state === 'pending')
    throw new RefusedError(`"${key.name}" is ${key.state} and cannot be changed`, { advice: 'keyrack show tells where it stands.' });
  if (key.origin === 'foreign')
    throw new RefusedError(`"${key.name}" is not a key of this rack`, { advice: `Adopt it first: keyrack adopt ${key.id}` });
  const { name, expiresAtMs } = request;
  if (typeof expiresAtMs === 'number' && expiresAtMs <= place.nowMs)
    throw new InvalidInputError('The new expiry is past', { advice: 'To end the key now: keyrack revoke.' });
  const limits = request.limits && mergedLimits(key.limits, request.limits);
  const { capabilities, displayName } = place;
  if (name !== undefined) need(capabilities.change.includes('name'), `${displayName} cannot rename a key`);
  if (limits) need(capabilities.change.includes('limits'), `${displayName} cannot change the limits of a key`);
  const unknown = Object.keys(limits ?? {}).filter((limit) => !capabilities.limits.some((known) => known === limit));
  need(unknown.length === 0, `${displayName} cannot limit ${unknown.join(', ')}`);
  const upstreamExpiry = expiresAtMs !== undefined && capabilities.expiry === 'upstream';
  if (upstreamExpiry) need(capabilities.change.includes('expiresAt'), `${displayName} cannot change the expiry of a key`);
  const upstream = { ...(name !== undefined && { name }), ...(limits && { limits }), ...(upstreamExpiry && { expiresAtMs }) };
  const { limits: _limits, rotationPolicy, ...rest } = request;
  const rotation = rotationPolicy === undefined ? key.rotation : rotationPolicy && beginPolicy(rotationPolicy, place);
  return { key: { ...key, ...rest, rotation, limits: limits ?? key.limits }, upstream: Object.keys(upstream).length > 0 ? upstream : null };
}

/** Writes a change down; each living version gets a step. */
export async function beginChange(context: EngineContext, record: KeyRecord, planned: PlannedChange): Promise<Operation> {
  const { key: before, versions } = record;
  const { name, ownerId, limits, expiresAtMs, purpose, labels, rotation } = planned.key;
  const wanted: JsonObject = {
    name,
    ownerId,
    limits: { ...limits },
    expiresAtMs,
    purpose,
    labels: { ...labels },
    // Only where it is asked for: where it stands may be noted anew while the change waits.
    ...(rotation !== before.rotation && { rotation: rotation as unknown as JsonObject }), // plain data, its type only lacks an index signature
  };
  const steps =
    planned.upstream === null
      ? []
      : livingVersions(versions).map((version) => ({
          name: 'change',
          versionId: version.id,
          intent: { upstreamId: version.upstreamId, change: foreignChange(version, planned) },
        }));
  const operation = newOperation(context, { kind: 'change', key: before, holder: context.liveness.self, parameters: { wanted } });
  await context.store.write(async (session) => {
    await assertUnchanged(session, record);
    await ensureOwner(context, session, ownerId);
    await beginOperation(context, session, { operation, steps, event: 'key.change-begun', detail: { name: before.name, wanted } });
  });
  return operation;
}

/** What the system is told of one version: its name keeps its own marker. */
function foreignChange(version: KeyVersion, { upstream }: PlannedChange): JsonObject {
  const { name, limits, expiresAtMs } = upstream ?? {};
  const marker = readMarker(version.upstreamName);
  return {
    ...(name !== undefined && { upstreamName: marker ? markName(name, marker) : name }),
    ...(limits && { limits: { ...limits } }),
    ...(expiresAtMs !== undefined && { expiresAtMs }),
  } satisfies KeyChange & JsonObject;
}

function mergedLimits(before: KeyLimits, change: NonNullable<ChangeRequest['limits']>): KeyLimits {
  return Object.fromEntries(Object.entries({ ...before, ...change }).filter(([, value]) => value !== null && value !== undefined));
}

function need(able: boolean, message: string): void {
  if (!able)
    throw new CapabilityMissingError(message, { advice: 'The table of capabilities in the documentation says what each system can do.' });
}

import type { AccessKey, CallOptions, JsonObject, KeyVersion, Operation, Provider } from '@keyrack/contracts';
import { CapabilityMissingError, RefusedError } from '@keyrack/contracts';
import { askAbout, assertUnchanged } from '../keys/record.ts';
import type { KeyRecord } from '../keys/record.ts';
import type { NewStep } from '../operations/journal.ts';
import { beginOperation, newOperation } from '../operations/new-operation.ts';
import type { Superseded } from '../operations/supersede.ts';
import { livingVersions, revokeStep } from '../revoke/begin.ts';
import type { EngineContext } from '../support/context.ts';
import { callOptions } from '../support/call-options.ts';

/** A key with what the suspension of each of its versions overwrites. */
export interface SuspendRequest extends CallOptions {
  readonly key: AccessKey;
  readonly versions: readonly KeyVersion[];
  /** What the decision was made on. */
  readonly record: KeyRecord;
  /** One of the reasons for which a key may be suspended at the same time. */
  readonly reason: string;
  /** What it takes over from an operation that made room for it. */
  readonly superseded?: Superseded;
}

/** @throws {CapabilityMissingError} on a system that cannot. @throws {RefusedError} for a key in another state. */
export function checkSuspension({ key }: Pick<SuspendRequest, 'key'>, displayName: string, provider: Provider): void {
  if (!provider.capabilities.suspend) {
    throw new CapabilityMissingError(`${displayName} cannot suspend a key, and Keyrack does not pretend to`, {
      advice: 'To end it for good: keyrack revoke.',
    });
  }
  if (key.state === 'pending' || key.state === 'revoked')
    throw new RefusedError(`"${key.name}" is ${key.state} and cannot be suspended`, { advice: 'keyrack show tells where it stands.' });
}

/** Reads what a resume will have to restore, then writes the suspension down with it: before any call that changes something. */
export async function beginSuspension(context: EngineContext, provider: Provider, request: SuspendRequest): Promise<Operation> {
  const { key, reason, superseded } = request;
  const steps: NewStep[] = [...(superseded?.steps ?? [])];
  for (const version of livingVersions(request.versions)) {
    // A rotation that made room leaves two versions: what it would have ended, or what nobody has yet, ends here.
    const step = (): Promise<NewStep> => suspendStep(provider, version, request);
    steps.push(version.stage === 'current' ? await askAbout(context, request.record, step) : revokeStep(version));
  }
  const operation = newOperation(context, { kind: 'suspend', key, holder: context.liveness.self, parameters: { reasons: [reason] } });
  await context.store.write(async (session) => {
    await assertUnchanged(session, request.record);
    await superseded?.close(session);
    await beginOperation(context, session, { operation, steps, event: 'key.suspension-begun', detail: { name: key.name, reason } });
  });
  return operation;
}

async function suspendStep(provider: Provider, { id, upstreamId, restore }: KeyVersion, { signal }: CallOptions): Promise<NewStep> {
  // A version that is suspended already keeps what was read the first time: now the system shows the suspension itself.
  const toRestore: JsonObject = restore ?? (await provider.prepareSuspend(String(upstreamId), callOptions({ signal })));
  return { name: 'suspend', versionId: id, intent: { upstreamId, restore: toRestore } };
}

/** Writes a resumption down. */
export async function beginResumption(context: EngineContext, { key, versions, reason, record }: SuspendRequest): Promise<Operation> {
  const suspended = livingVersions(versions).filter(({ restore }) => restore !== null);
  const steps = suspended.map(({ id, upstreamId, restore }) => ({ name: 'resume', versionId: id, intent: { upstreamId, restore } }));
  const operation = newOperation(context, { kind: 'resume', key, holder: context.liveness.self, parameters: { reasons: [reason] } });
  await context.store.write(async (session) => {
    await assertUnchanged(session, record);
    await beginOperation(context, session, { operation, steps, event: 'key.resumption-begun', detail: { name: key.name, reason } });
  });
  return operation;
}

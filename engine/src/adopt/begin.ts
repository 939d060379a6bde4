import type { AccessKey, JsonObject, KeyVersion, ObservedKey, Operation, ProviderCapabilities, RotationPolicy } from '@keyrack/contracts';
import { ensureOwner } from '../issue/begin.ts';
import { assertUnchanged } from '../keys/record.ts';
import type { KeyRecord } from '../keys/record.ts';
import { beginOperation, newOperation } from '../operations/new-operation.ts';
import type { EngineContext } from '../support/context.ts';

/** How a foreign key becomes ours. */
export interface AdoptRequest {
  /** @default the name the system shows */
  readonly name?: string;
  readonly ownerId?: string;
  readonly purpose?: string;
  readonly labels?: Readonly<Record<string, string>>;
  /** Rotate it by itself from now on; absent: when somebody asks. */
  readonly rotationPolicy?: RotationPolicy;
  /** Takes keys that carry the marker of this other rack, which is no more; without it they are refused. */
  readonly fromRackId?: string;
}

/** What of a key is written down anew when it is adopted. */
export type AdoptedFacts = Pick<AccessKey, 'name' | 'ownerId' | 'purpose' | 'labels' | 'rotation'>;

/** Writes an adoption down. Where the system has a place for our marker, a step puts it there. */
export async function beginAdoption(
  context: EngineContext,
  record: KeyRecord,
  adoption: {
    readonly version: KeyVersion;
    readonly facts: AdoptedFacts;
    readonly observed: ObservedKey;
    readonly capabilities: ProviderCapabilities;
  },
): Promise<Operation> {
  const { version, facts, observed, capabilities } = adoption;
  const isMarked = observed.rackId === context.rackId || !capabilities.change.includes('marker');
  const intent = { upstreamId: observed.upstreamId, rackId: context.rackId };
  const { name, ownerId, purpose, labels } = facts;
  const rotation = facts.rotation as unknown as JsonObject | null; // plain data, its type only lacks an index signature
  const operation = newOperation(context, {
    kind: 'adopt',
    key: record.key,
    holder: context.liveness.self,
    parameters: {
      adopted: { name, ownerId, purpose, labels: { ...labels }, rotation },
      versionId: version.id,
      upstreamId: observed.upstreamId,
    },
  });
  await context.store.write(async (session) => {
    await assertUnchanged(session, record);
    await ensureOwner(context, session, ownerId);
    await beginOperation(context, session, {
      operation,
      steps: isMarked ? [] : [{ name: 'mark', versionId: version.id, intent }],
      event: 'key.adoption-begun',
      detail: { name, upstreamId: observed.upstreamId },
    });
  });
  return operation;
}

import type { AccessKey, KeyRotation } from '@keyrack/contracts';
import { fromJson, toJson } from '../rows.ts';
import type { AccessKeyTable, KeyLabelTable } from '../schema.ts';

/** An access key as the store keeps it. */
export function keyFromRow(row: AccessKeyTable): AccessKey {
  return {
    id: row.id,
    connectionId: row.connection_id,
    name: row.name,
    ownerId: row.owner_id,
    sharedWith: fromJson(row.shared_with),
    purpose: row.purpose,
    labels: fromJson(row.labels),
    state: row.state,
    suspensionReasons: fromJson(row.suspension_reasons),
    revocationReason: row.revocation_reason,
    limits: fromJson(row.limits),
    expiresAtMs: row.expires_at_ms,
    origin: row.origin,
    drift: row.drift,
    driftFields: fromJson(row.drift_fields),
    providerOptions: fromJson(row.provider_options),
    rotation: rotationFromRow(row),
    createdAtMs: row.created_at_ms,
    updatedAtMs: row.updated_at_ms,
  };
}

/** The row of an access key. */
export function keyToRow(key: AccessKey): AccessKeyTable {
  const { nextAtMs = null, ...rotation } = key.rotation ?? {};
  return {
    id: key.id,
    connection_id: key.connectionId,
    name: key.name,
    owner_id: key.ownerId,
    shared_with: toJson(key.sharedWith),
    purpose: key.purpose,
    labels: toJson(key.labels),
    state: key.state,
    suspension_reasons: toJson(key.suspensionReasons),
    revocation_reason: key.revocationReason,
    limits: toJson(key.limits),
    expires_at_ms: key.expiresAtMs,
    origin: key.origin,
    drift: key.drift,
    drift_fields: toJson(key.driftFields),
    provider_options: toJson(key.providerOptions),
    rotation: key.rotation && toJson(rotation),
    next_rotation_at_ms: nextAtMs,
    created_at_ms: key.createdAtMs,
    updated_at_ms: key.updatedAtMs,
  };
}

function rotationFromRow({ rotation, next_rotation_at_ms: nextAtMs }: AccessKeyTable): AccessKey['rotation'] {
  return rotation === null || nextAtMs === null ? null : { ...fromJson<Omit<KeyRotation, 'nextAtMs'>>(rotation), nextAtMs };
}

/** The rows by which keys are found by their labels. */
export function labelRows(keys: readonly AccessKey[]): readonly KeyLabelTable[] {
  return keys.flatMap(({ id, labels }) => Object.entries(labels).map(([name, value]) => ({ key_id: id, name, value })));
}

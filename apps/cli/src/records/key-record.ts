import type { AccessKey, JsonObject, KeyLimits, KeyVersion } from '@keyrack/contracts';
import type { ListView } from '../output/list-writer.ts';
import { readableInstant, toInstant } from '../output/words.ts';
import type { RotationRecord } from './rotation-record.ts';
import { rotationRecord } from './rotation-record.ts';

/** An access key on our wire, with the version that consumers use. Never its secret. */
export interface KeyRecord {
  readonly id: string;
  readonly name: string;
  /** The connection's name. */
  readonly connection: string;
  readonly state: AccessKey['state'];
  /** The foreign system's id of the current version; null while there is none. */
  readonly upstreamId: string | null;
  readonly ownerId: string | null;
  readonly expiresAt: string | null;
  readonly origin: AccessKey['origin'];
  readonly drift: AccessKey['drift'];
  readonly driftFields: readonly string[];
  readonly limits: KeyLimits;
  readonly labels: Readonly<Record<string, string>>;
  readonly purpose: string | null;
  readonly sharedWith: readonly string[];
  readonly suspensionReasons: readonly string[];
  readonly revocationReason: AccessKey['revocationReason'];
  readonly providerOptions: JsonObject;
  /** The name in the foreign system. */
  readonly upstreamName: string | null;
  /** Counts from 1 with every rotation; null while there is no current version. */
  readonly version: number | null;
  /** Whether `reveal` finds the secret in the store. */
  readonly secretKept: boolean;
  /** As the system showed it at the last sync; null: never, or the system does not tell. */
  readonly lastUsedAt: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
  /** Null: it is rotated when somebody asks. */
  readonly rotation: RotationRecord | null;
}

/** Writes a key as it goes over our wire. @param connection - the connection's name */
export function keyRecord(key: AccessKey, version: KeyVersion | null, connection: string): KeyRecord {
  const { id, name, state, ownerId, origin, drift, driftFields, limits, labels, purpose, sharedWith } = key;
  return {
    id,
    name,
    connection,
    state,
    upstreamId: version?.upstreamId ?? null,
    ownerId,
    expiresAt: toInstant(key.expiresAtMs),
    origin,
    drift,
    driftFields,
    limits,
    labels,
    purpose,
    sharedWith,
    suspensionReasons: key.suspensionReasons,
    revocationReason: key.revocationReason,
    providerOptions: key.providerOptions,
    upstreamName: version?.upstreamName ?? null,
    version: version?.number ?? null,
    secretKept: version?.secretKept ?? false,
    lastUsedAt: toInstant(lastUsedAtMs(version)),
    createdAt: toInstant(key.createdAtMs),
    updatedAt: toInstant(key.updatedAtMs),
    rotation: key.rotation && rotationRecord(key.rotation),
  };
}

/** When a credential was used last, as its system showed it at the last sync; null: never, or nobody knows. */
export function lastUsedAtMs(version: KeyVersion | null): number | null {
  const value = version?.observed?.['lastUsedAtMs'];
  return typeof value === 'number' ? value : null;
}

/** The machine fields of a key, in the order of CSV. */
export const keyFields = [
  'id',
  'name',
  'connection',
  'state',
  'upstreamId',
  'ownerId',
  'expiresAt',
  'origin',
  'drift',
  'driftFields',
  'limits',
  'labels',
  'purpose',
  'sharedWith',
  'suspensionReasons',
  'revocationReason',
  'providerOptions',
  'upstreamName',
  'version',
  'secretKept',
  'lastUsedAt',
  'createdAt',
  'updatedAt',
  'rotation',
] as const satisfies readonly (keyof KeyRecord)[];

/** Keys as rows. */
export const keyList: ListView<KeyRecord> = {
  fields: keyFields,
  columns: [
    { title: 'NAME', cell: ({ name }) => name },
    { title: 'CONNECTION', cell: ({ connection }) => connection },
    { title: 'OWNER', cell: ({ ownerId }) => ownerId ?? '' },
    { title: 'STATE', cell: readableState },
    { title: 'ORIGIN', cell: ({ origin }) => origin, ifRoom: true },
    { title: 'EXPIRES', cell: ({ expiresAt }) => readableInstant(expiresAt) },
    { title: 'UPSTREAM ID', cell: ({ upstreamId }) => upstreamId ?? '', ifRoom: true },
    { title: 'ID', cell: ({ id }) => id },
  ],
};

/** State and drift in one word or two: `active`, `active, missing`, `revoked (asked)`. */
export function readableState({ state, drift, suspensionReasons, revocationReason }: KeyRecord): string {
  const reasons = state === 'revoked' ? (revocationReason ?? '') : suspensionReasons.join(', ');
  return `${state}${reasons === '' ? '' : ` (${reasons})`}${drift === 'none' ? '' : `, ${drift}`}`;
}

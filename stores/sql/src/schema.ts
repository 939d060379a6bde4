import type { AccessKey, Connection, Generation, KeyVersion, Operation, OperationStep, Owner, WrappedDataKey } from '@keyrack/contracts';

/** A value that is kept as JSON text, the same on every database. */
type Json = string;

/** Every table as it is after the newest migration. Instants are epoch milliseconds, ids are ASCII text, and nothing but an envelope holds a secret. */
export interface Database {
  readonly schema_migration: SchemaMigrationTable;
  readonly meta: MetaTable;
  readonly data_key: DataKeyTable;
  readonly connection: ConnectionTable;
  readonly owner: OwnerTable;
  readonly access_key: AccessKeyTable;
  readonly key_label: KeyLabelTable;
  readonly key_version: KeyVersionTable;
  readonly version_secret: VersionSecretTable;
  readonly operation: OperationTable;
  readonly operation_step: OperationStepTable;
  readonly step_secret: StepSecretTable;
  readonly audit_event: AuditEventTable;
  readonly holder: HolderTable;
  readonly generation: GenerationTable;
}

/** Which migrations were applied; the highest version is the schema's. */
interface SchemaMigrationTable {
  readonly version: number;
  readonly name: string;
  readonly applied_at_ms: number;
}

interface MetaTable {
  readonly name: string;
  readonly value: string;
}

interface DataKeyTable {
  readonly id: string;
  readonly purpose: WrappedDataKey['purpose'];
  readonly wrapped: string;
  readonly created_at_ms: number;
}

/** A configured system; its credential is JSON and holds an envelope or a name, never a secret. */
export interface ConnectionTable {
  readonly id: string;
  readonly name: string;
  readonly provider: Connection['provider'];
  readonly settings: Json;
  readonly credential: Json;
  readonly system_identity: string;
  readonly labels: Json;
  readonly created_at_ms: number;
  readonly updated_at_ms: number;
  readonly synced_at_ms: number | null;
  readonly work_limits: Json | null;
}

/** A person or a service. */
export interface OwnerTable {
  readonly id: string;
  readonly display_name: string | null;
  readonly kind: Owner['kind'];
  readonly state: Owner['state'];
  readonly created_at_ms: number;
  readonly updated_at_ms: number;
}

/** An access key. Living issued and adopted names are unique per connection. */
export interface AccessKeyTable {
  readonly id: string;
  readonly connection_id: string;
  readonly name: string;
  readonly owner_id: string | null;
  readonly shared_with: Json;
  readonly purpose: string | null;
  readonly labels: Json;
  readonly state: AccessKey['state'];
  readonly suspension_reasons: Json;
  readonly revocation_reason: AccessKey['revocationReason'];
  readonly limits: Json;
  readonly expires_at_ms: number | null;
  readonly origin: AccessKey['origin'];
  readonly drift: AccessKey['drift'];
  readonly drift_fields: Json;
  readonly provider_options: Json;
  /** All of it but the next instant, which an index finds. */
  readonly rotation: Json | null;
  readonly next_rotation_at_ms: number | null;
  readonly created_at_ms: number;
  readonly updated_at_ms: number;
}

/** The labels of keys once more, one row each, so that they can be searched for. `access_key.labels` is what is read. */
export interface KeyLabelTable {
  readonly key_id: string;
  readonly name: string;
  readonly value: string;
}

/** A credential in a foreign system, without its secret. */
export interface KeyVersionTable {
  readonly id: string;
  readonly key_id: string;
  readonly connection_id: string;
  readonly number: number;
  readonly upstream_id: string | null;
  readonly upstream_name: string;
  readonly fingerprint: string | null;
  readonly stage: KeyVersion['stage'];
  readonly limits: Json;
  readonly restore: Json | null;
  readonly observed: Json | null;
  readonly last_seen_sync_id: string | null;
  readonly created_at_ms: number;
  readonly updated_at_ms: number;
}

/** Sealed secrets, apart from everything that is listed. */
interface VersionSecretTable {
  readonly version_id: string;
  readonly envelope: string;
}

/** A journalled change. A key has at most one that is not final. */
export interface OperationTable {
  readonly id: string;
  readonly kind: Operation['kind'];
  readonly key_id: string;
  readonly connection_id: string;
  readonly state: Operation['state'];
  readonly direction: Operation['direction'];
  readonly epoch: number;
  readonly holder: string | null;
  readonly wait_until_ms: number | null;
  readonly reason: string | null;
  readonly failed_attempts: number;
  readonly actor: string;
  readonly parameters: Json;
  readonly created_at_ms: number;
  readonly updated_at_ms: number;
  readonly finished_at_ms: number | null;
}

/** A part of an operation, without the secrets of its intent. */
export interface OperationStepTable {
  readonly id: string;
  readonly operation_id: string;
  readonly number: number;
  readonly name: string;
  readonly version_id: string | null;
  readonly state: OperationStep['state'];
  readonly outcome: OperationStep['outcome'];
  readonly intent: Json;
  readonly begun_at_ms: number;
  readonly last_call_at_ms: number | null;
  readonly settled_at_ms: number | null;
  readonly error: string | null;
}

/** The sealed secrets of an intent, until the step needs them no more. */
interface StepSecretTable {
  readonly step_id: string;
  readonly envelope: string;
}

/** Stands alone: nothing that is removed takes a piece of the chain with it. */
export interface AuditEventTable {
  readonly sequence: number;
  readonly type: string;
  readonly at_ms: number;
  readonly actor: string;
  readonly connection_id: string | null;
  readonly key_id: string | null;
  readonly operation_id: string | null;
  readonly detail: Json;
  readonly previous_hash: string;
  readonly hash: string;
}

/** A process that holds operations, with its last sign of life by the clock of the database's server. */
interface HolderTable {
  readonly id: string;
  readonly begun_at_ms: number;
  readonly heartbeat_at_ms: number;
}

/** A life of the store after its first. */
export interface GenerationTable {
  readonly number: number;
  readonly reason: Generation['reason'];
  readonly begun_at_ms: number;
  readonly backup_id: string | null;
  readonly backup_made_at_ms: number | null;
}

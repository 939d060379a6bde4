import type { Operation, OperationStep } from '@keyrack/contracts';
import { fromJson, toJson } from '../rows.ts';
import type { OperationStepTable, OperationTable } from '../schema.ts';

/** An operation as the store keeps it. */
export function operationFromRow(row: OperationTable): Operation {
  return {
    id: row.id,
    kind: row.kind,
    keyId: row.key_id,
    connectionId: row.connection_id,
    state: row.state,
    direction: row.direction,
    epoch: row.epoch,
    holder: row.holder,
    waitUntilMs: row.wait_until_ms,
    reason: row.reason,
    failedAttempts: row.failed_attempts,
    actor: row.actor,
    parameters: fromJson(row.parameters),
    createdAtMs: row.created_at_ms,
    updatedAtMs: row.updated_at_ms,
    finishedAtMs: row.finished_at_ms,
  };
}

/** The row of an operation. */
export function operationToRow(operation: Operation): OperationTable {
  return {
    id: operation.id,
    kind: operation.kind,
    key_id: operation.keyId,
    connection_id: operation.connectionId,
    state: operation.state,
    direction: operation.direction,
    epoch: operation.epoch,
    holder: operation.holder,
    wait_until_ms: operation.waitUntilMs,
    reason: operation.reason,
    failed_attempts: operation.failedAttempts,
    actor: operation.actor,
    parameters: toJson(operation.parameters),
    created_at_ms: operation.createdAtMs,
    updated_at_ms: operation.updatedAtMs,
    finished_at_ms: operation.finishedAtMs,
  };
}

/** A step as the store keeps it. */
export function stepFromRow(row: OperationStepTable): OperationStep {
  return {
    id: row.id,
    operationId: row.operation_id,
    number: row.number,
    name: row.name,
    versionId: row.version_id,
    state: row.state,
    outcome: row.outcome,
    intent: fromJson(row.intent),
    begunAtMs: row.begun_at_ms,
    lastCallAtMs: row.last_call_at_ms,
    settledAtMs: row.settled_at_ms,
    error: row.error,
  };
}

/** The row of a step. */
export function stepToRow(step: OperationStep): OperationStepTable {
  return {
    id: step.id,
    operation_id: step.operationId,
    number: step.number,
    name: step.name,
    version_id: step.versionId,
    state: step.state,
    outcome: step.outcome,
    intent: toJson(step.intent),
    begun_at_ms: step.begunAtMs,
    last_call_at_ms: step.lastCallAtMs,
    settled_at_ms: step.settledAtMs,
    error: step.error,
  };
}

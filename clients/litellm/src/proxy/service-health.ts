import { readCount, readFields, readFlag, readObject, readRecordOrNull, readText } from '../values/reading.ts';
import type { Fields, Readers } from '../values/reading.ts';

/** What became of a message to a system beside the proxy. */
export interface ServiceHealth {
  /** `success`, `healthy` or `unhealthy`, as the proxy has it for this system. */
  readonly status: string | null;
  readonly message: string | null;
}

/** How many requests one process of the proxy has in hand. */
export interface Backlog {
  readonly in_flight_requests: number;
  readonly admitted_requests: number;
  readonly queued_requests: number;
  readonly rejected_requests: number;
}

/** Whether several proxies share the trials of their models. */
export interface SharedHealthStatus {
  readonly shared_health_check_enabled: boolean;
  /** Why they do not. */
  readonly message: string | null;
  /** How they do. */
  readonly status: Fields | null;
}

const backlogReaders: Readers<Backlog> = {
  in_flight_requests: readCount,
  admitted_requests: readCount,
  queued_requests: readCount,
  rejected_requests: readCount,
};

/** @throws {DecodeError} */
export function decodeServiceHealth(body: unknown): ServiceHealth {
  const fields = readObject(body, '');
  return { status: readText(fields['status']), message: readText(fields['message']) };
}

/** @throws {DecodeError} */
export function decodeBacklog(body: unknown): Backlog {
  return readFields(readObject(body, ''), backlogReaders);
}

/** @throws {DecodeError} */
export function decodeSharedStatus(body: unknown): SharedHealthStatus {
  const fields = readObject(body, '');
  return {
    shared_health_check_enabled: readFlag(fields['shared_health_check_enabled']),
    message: readText(fields['message']),
    status: readRecordOrNull(fields['status']),
  };
}

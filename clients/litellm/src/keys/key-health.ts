import { readObject, readRecordOrNull, readText } from '../values/reading.ts';
import type { Fields } from '../values/reading.ts';

/** Whether what a key logs arrives. */
export interface KeyHealth {
  readonly key: 'healthy' | 'unhealthy' | null;
  /** What the callbacks of the key said; null when it has none. */
  readonly logging_callbacks: Fields | null;
}

/** @throws {DecodeError} */
export function decodeKeyHealth(body: unknown): KeyHealth {
  const fields = readObject(body, '');
  const key = readText(fields['key']);
  return { key: key === 'healthy' || key === 'unhealthy' ? key : null, logging_callbacks: readRecordOrNull(fields['logging_callbacks']) };
}

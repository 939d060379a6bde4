import { isFields, readObject, readText, readTexts } from '../values/reading.ts';

/** Whether what a key logs arrives. */
export interface KeyHealth {
  readonly key: 'healthy' | 'unhealthy' | null;
  /** Null when the key has no callbacks. */
  readonly logging_callbacks: LoggingCallbacks | null;
}

/** What the callbacks of a key said to a trial. */
export interface LoggingCallbacks {
  readonly callbacks: readonly string[];
  readonly status: 'healthy' | 'unhealthy' | null;
  readonly details: string | null;
}

/** @throws {DecodeError} */
export function decodeKeyHealth(body: unknown): KeyHealth {
  const { key, logging_callbacks: callbacks } = readObject(body, '');
  return {
    key: readHealth(key),
    logging_callbacks: isFields(callbacks)
      ? {
          callbacks: readTexts(callbacks['callbacks']),
          status: readHealth(callbacks['status']),
          details: readText(callbacks['details']),
        }
      : null,
  };
}

function readHealth(value: unknown): 'healthy' | 'unhealthy' | null {
  return value === 'healthy' || value === 'unhealthy' ? value : null;
}

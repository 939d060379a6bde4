import { AbortedError } from '@keyrack/http';

/**
 * Waits for something that several calls share. The one whose signal is aborted stops waiting, and the others go on.
 *
 * @throws {AbortedError}
 */
export async function untilAborted<Result>(shared: Promise<Result>, signal: AbortSignal | undefined): Promise<Result> {
  if (signal === undefined) return shared;
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const onAbort = (): void => reject(abortedError());
  if (signal.aborted) onAbort();
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([aborted, shared]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

function abortedError(): AbortedError {
  const details = { system: 'authpi', attempts: 0, outcome: 'not-applied', retryable: false } as const;
  return new AbortedError({ fault: 'aborted by the caller before the call was sent' }, details);
}

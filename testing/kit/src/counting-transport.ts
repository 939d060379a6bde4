import type { Trial } from './wrong-arguments.ts';

/** A transport for a client under trial, and the trial that looks at its count. */
export interface CountingTransport {
  /** Counts what it is handed, and sends nothing. */
  readonly transport: {
    readonly honours: readonly never[];
    readonly send: () => Promise<never>;
    readonly close: () => Promise<void>;
  };
  readonly trial: Trial;
}

/** Makes a transport that sends nothing. */
export function countingTransport(isRefusal: Trial['isRefusal']): CountingTransport {
  let sent = 0;
  const send = (): Promise<never> => {
    sent += 1;
    return Promise.reject(new Error('this transport sends nothing'));
  };
  return { transport: { honours: [], send, close: () => Promise.resolve() }, trial: { isRefusal, sent: () => sent } };
}

import type { ClientOptions } from '@keyrack/http';

/** The time as a client sees it: what its option `clock` takes. */
export type Clock = NonNullable<ClientOptions['clock']>;

/** The platform's time, for a client that is given none. */
export const platformClock: Clock = {
  // oxlint-disable-next-line no-restricted-properties -- the default of an option; whoever needs another time sets `clock`
  nowMs: () => Date.now(),
  schedule(callback, delayMs) {
    const timer = setTimeout(callback, delayMs);
    return () => clearTimeout(timer);
  },
};

import type { Store } from '@keyrack/contracts';

/** An instant in the life of a process: on one side of one of its writes, counted from 1. */
export interface Instant {
  readonly write: number;
  readonly side: 'before' | 'after';
}

/** The store of a process within which something else happens, once, at a chosen instant: most races are decided there. */
export function interleave({ write, side }: Instant, happens: () => Promise<unknown>): (store: Store) => Store {
  let writes = 0;
  return (inner) => ({
    read: (work) => inner.read(work),
    async write(work) {
      writes += 1;
      const isNow = writes === write;
      if (isNow && side === 'before') await happens();
      const result = await inner.write(work);
      if (isNow && side === 'after') await happens();
      return result;
    },
    inspect: () => inner.inspect(),
    close: () => inner.close(),
  });
}

/** Lets a process decide first and write last: everything that the other one does lies in between. */
export function beforeFirstWrite(happens: () => Promise<unknown>): (store: Store) => Store {
  return interleave({ write: 1, side: 'before' }, happens);
}

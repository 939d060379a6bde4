import type { Store } from '@keyrack/contracts';

/** An instant in the life of a process: on one side of one of its transactions, of which each kind is counted from 1. */
export interface Instant {
  readonly kind: 'read' | 'write';
  readonly number: number;
  readonly side: 'before' | 'after';
}

/** The store of a process within which something else happens, once, at a chosen instant: most races are decided there. */
export function interleave(instant: Instant, happens: () => Promise<unknown>): (store: Store) => Store {
  let passed = 0;
  const around = async <T>(kind: Instant['kind'], transaction: () => Promise<T>): Promise<T> => {
    passed += kind === instant.kind ? 1 : 0;
    const isNow = kind === instant.kind && passed === instant.number;
    if (isNow && instant.side === 'before') await happens();
    const result = await transaction();
    if (isNow && instant.side === 'after') await happens();
    return result;
  };
  return (inner) => ({
    read: (work) => around('read', () => inner.read(work)),
    write: (work) => around('write', () => inner.write(work)),
    inspect: () => inner.inspect(),
    close: () => inner.close(),
  });
}

/** Lets a process decide first and write last: everything that the other one does lies in between. */
export function beforeFirstWrite(happens: () => Promise<unknown>): (store: Store) => Store {
  return interleave({ kind: 'write', number: 1, side: 'before' }, happens);
}

import type { AuditEvent, Store, StoreSession } from '@keyrack/contracts';
import { checkpointEvery } from './checkpoint.ts';
import { signHead } from './sign-head.ts';
import type { SigningContext } from './sign-head.ts';

/** Where events are written a second time, outside the store, before the transaction that they belong to is committed. */
export interface AuditSink {
  /**
   * Has all events of a transaction on the disk when it resolves. Called in a transaction that has appended some, after everything
   * else in it; what the sink itself appends to the trail joins the list.
   * @throws {StoreFailedError} which undoes the transaction.
   */
  write(session: StoreSession, events: readonly AuditEvent[]): Promise<void>;
}

/**
 * A store whose every transaction that appends audit events hands them to the sink before it is committed, and signs a checkpoint
 * from time to time. Everything that writes to a rack writes through it.
 */
export function auditedStore(store: Store, options: { readonly signing: SigningContext; readonly sink: AuditSink }): Store {
  const { signing, sink } = options;
  return {
    read: (work) => store.read(work),
    inspect: () => store.inspect(),
    close: () => store.close(),
    write: (work) =>
      store.write(async (session) => {
        const events: AuditEvent[] = [];
        const heard = hear(session, (event) => events.push(event));
        const result = await work(heard);
        if (passesMultiple(events)) await signHead(heard, signing);
        if (events.length > 0) await sink.write(heard, events);
        return result;
      }),
  };
}

function hear(session: StoreSession, onAppended: (event: AuditEvent) => void): StoreSession {
  return {
    ...session,
    audit: {
      ...session.audit,
      async append(event) {
        await session.audit.append(event);
        onAppended(event);
      },
    },
  };
}

function passesMultiple(events: readonly AuditEvent[]): boolean {
  const [first, last] = [events.at(0), events.at(-1)];
  if (first === undefined || last === undefined) return false;
  return Math.floor(last.sequence / checkpointEvery) > Math.floor((first.sequence - 1) / checkpointEvery);
}

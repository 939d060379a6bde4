import type { Operation } from '@keyrack/contracts';
import type { Machine } from '../operations/machine.ts';
import type { EngineContext } from '../support/context.ts';
import { everyItem } from '../support/pages.ts';

/** What is due and free to be taken: nobody works on it, or who did is proven dead. The longest overdue first. */
export async function* dueOperations({ store, clock }: EngineContext, machine: Machine): AsyncGenerator<Operation> {
  const nowMs = clock.nowMs();
  for await (const operation of everyItem((page) => store.read((session) => session.operations.listDue(nowMs, page))))
    if (await machine.isFree(operation)) yield operation;
}

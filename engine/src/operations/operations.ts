import type { CallOptions, Operation } from '@keyrack/contracts';
import { LifecycleError, OperationInProgressError, OperationNotFoundError, StaleEpochError } from '@keyrack/contracts';
import type { Inventory, Operations, ResumeResult } from '../engine.ts';
import { dueOperations } from '../schedule/due-operations.ts';
import { beginDueRevocations } from '../revoke/due.ts';
import type { EngineContext } from '../support/context.ts';
import { everyItem } from '../support/pages.ts';
import { checkAbort } from './check-abort.ts';
import type { Machine, RunResult } from './machine.ts';
import { decideAgain } from './record-changed.ts';
import { callOptions } from '../support/call-options.ts';

/** The operations on operations. */
export function createOperations(context: EngineContext, machine: Machine, inventory: Pick<Inventory, 'syncOwed'>): Operations {
  const { store } = context;

  async function load(operationId: string): Promise<Operation> {
    const operation = await store.read((session) => session.operations.get(operationId));
    if (operation) return operation;
    throw new OperationNotFoundError(`No operation answers to "${operationId}"`, { advice: 'keyrack operations list shows them.' });
  }

  return {
    list: (filter = {}, page) => store.read((session) => session.operations.list(filter, page)),

    async find(text) {
      const found = await store.read((session) => session.operations.search(text, { limit: 10 }));
      const exact = found.find(({ id }) => id === text);
      const [only, ...others] = exact ? [exact] : found;
      if (only && others.length === 0) return only;
      const candidates = found.map(({ id, kind, state }) => `${id} (${kind}, ${state})`);
      const message = only ? `"${text}" may mean ${found.length} operations` : `No operation answers to "${text}"`;
      const advice = only ? `Name one of them: ${candidates.join(', ')}.` : 'keyrack operations list shows them.';
      throw new OperationNotFoundError(message, { advice, details: { candidates } });
    },

    async show(operationId) {
      const operation = await load(operationId);
      return store.read(async (session) => {
        const key = await session.keys.get(operation.keyId);
        if (!key) throw new LifecycleError(`The record of key ${operation.keyId} is gone`);
        return { operation, key, steps: await session.operations.steps(operationId) };
      });
    },

    async resume(operationId, options) {
      return decideAgain(async () => {
        const operation = await load(operationId);
        if (isFinal(operation)) return { operation, problem: null };
        return resumed(await machine.resume(operation, options));
      });
    },

    async resumeAll(options = {}) {
      await inventory.syncOwed(callOptions(options));
      await beginDueRevocations(context, machine);
      const due = await gathered(dueOperations(context, machine));
      const stuck = options.includeStuck
        ? await gathered(everyItem((page) => store.read((session) => session.operations.list({ states: ['stuck'] }, page))))
        : [];
      const results: ResumeResult[] = [];
      for (const operation of [...due, ...stuck.toReversed()]) {
        if (options.signal?.aborted) break;
        const result = await resumeOne(machine, operation, options.signal);
        if (!result) continue;
        results.push(result);
        options.onResult?.(result);
      }
      return results;
    },

    previewAbort: async (operationId) => void (await abortable(operationId)),

    abort: (operationId, options) => decideAgain(() => abort(operationId, options)),
  };

  async function abortable(operationId: string): Promise<Operation> {
    const operation = await load(operationId);
    checkAbort(operation, await store.read((session) => session.operations.steps(operationId)));
    return operation;
  }

  async function abort(operationId: string, { reason, ...options }: CallOptions & { readonly reason: string }): Promise<ResumeResult> {
    const operation = await abortable(operationId);
    const change = { direction: 'abort' as const, reason };
    return resumed(await machine.resume(operation, { ...options, change, audit: `key.${operation.kind}-abort-begun` }));
  }
}

/** All of them at once: what is resumed may be due again while the rest is read. */
async function gathered(operations: AsyncIterable<Operation>): Promise<readonly Operation[]> {
  const all: Operation[] = [];
  for await (const operation of operations) all.push(operation);
  return all;
}

/** One of many: that another process was quicker is no failure. */
async function resumeOne(machine: Machine, operation: Operation, signal: AbortSignal | undefined): Promise<ResumeResult | null> {
  try {
    return resumed(await machine.resume(operation, callOptions({ signal })));
  } catch (error) {
    if (StaleEpochError.isInstance(error) || OperationInProgressError.isInstance(error)) return null;
    throw error;
  }
}

function resumed({ operation, error }: RunResult): ResumeResult {
  if (isFinal(operation)) return { operation, problem: null };
  return { operation, problem: error?.message ?? operation.reason ?? 'not finished' };
}

function isFinal({ state }: Operation): boolean {
  return state === 'done' || state === 'aborted';
}

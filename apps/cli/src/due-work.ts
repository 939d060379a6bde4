import type { Operation } from '@keyrack/contracts';
import type { Rack } from '@keyrack/runtime';
import { stoppedUnknown } from './acts/stopped-work.ts';
import type { Host } from './host.ts';
import { printable } from './output/printable.ts';

const budgetMs = 2_000;

/**
 * Advances work that is due before a command changes something: nobody else does it until a scheduler runs. Best effort
 * and short: the person waits for their own command. What happened is said on standard error, silence when nothing did.
 * @throws {OutcomeUnknownError} when Ctrl-C stopped it after a system may have acted
 */
export async function advanceDueWork(host: Host, rack: Rack): Promise<void> {
  const budget = AbortSignal.timeout(budgetMs);
  try {
    const results = await rack.operations.resumeAll({ signal: AbortSignal.any([host.signal, budget]) });
    for (const { operation, problem } of results) {
      await host.errors.write(
        `Earlier work: ${await describeOperation(rack, operation)} is ${stateWords(operation)}${problem === null ? '' : `: ${printable(problem)}`}\n`,
      );
    }
    if (host.signal.aborted) throw (await stoppedUnknown(rack, results)) ?? host.signal.reason;
  } catch (error) {
    if (host.signal.aborted) throw error;
    if (!budget.aborted)
      await host.errors.write(`Earlier work could not be advanced: ${error instanceof Error ? printable(error.message) : ''}\n`);
  }
}

/** `revoke of vpn-eu/alice (op_4f2a...)`. */
export async function describeOperation(rack: Rack, operation: Operation): Promise<string> {
  const { key } = await rack.operations.show(operation.id);
  return `${operation.kind} of ${printable(key.name || key.id)} (${operation.id})`;
}

/** Where an operation stands, in words. */
export function stateWords({ state, waitUntilMs }: Operation): string {
  if (state === 'waiting') return waitUntilMs === null ? 'waiting' : `waiting until ${new Date(waitUntilMs).toISOString()}`;
  return state === 'stuck' ? 'stuck and needs a person' : state;
}

import type { Operation } from '@keyrack/contracts';
import { OutcomeUnknownError } from '@keyrack/contracts';
import type { Rack } from '@keyrack/runtime';
import { exitCode } from '../exit-code.ts';
import type { Failure } from '../failure.ts';
import { explain } from '../failure.ts';

/**
 * What a person is told of an operation that is written down and did not end: it is not forgotten, and who tries it again.
 * @param words - what is not done; and what holds until it is, when it is certain that the system did nothing
 */
export async function owedFailure(
  rack: Rack,
  operation: Operation,
  words: { readonly message: string; readonly outcome: string },
): Promise<Failure> {
  const { id, reason } = operation;
  const message = `${words.message}: ${reason ?? 'the system gave no answer'}`;
  const advice = `It stays owed and is not forgotten: keyrack operations resume ${id} tries again, as does the next command that changes something.`;
  if (await mayHaveHappened(rack, operation))
    return explain(new OutcomeUnknownError(message, { outcome: 'unknown', advice, details: { operationId: id } }));
  return { message, advice, outcome: words.outcome, exitCode: exitCode.partly };
}

async function mayHaveHappened(rack: Rack, { id }: Operation): Promise<boolean> {
  const { steps } = await rack.operations.show(id);
  return steps.some(({ state, outcome }) => state === 'begun' && outcome === 'unknown');
}

import type { Operation } from '@keyrack/contracts';
import { OutcomeUnknownError } from '@keyrack/contracts';
import type { Rack } from '@keyrack/runtime';
import { exitCode } from '../exit-code.ts';
import type { Failure } from '../failure.ts';
import { explain } from '../failure.ts';
import type { Host } from '../host.ts';
import { interruptionOf } from '../report-failure.ts';

/** An operation that is written down and did not end, and the words for it. */
export interface OwedWork {
  readonly operation: Operation;
  /** What is not done. */
  readonly message: string;
  /** What holds until it is, when it is certain that the system did nothing. */
  readonly outcome: string;
}

/** What a person is told of an operation that did not end: it is not forgotten, and who tries it again. */
export async function owedFailure(host: Pick<Host, 'signal'>, rack: Rack, owed: OwedWork): Promise<Failure> {
  const { operation, outcome } = owed;
  const { id, reason } = operation;
  const message = `${owed.message}: ${reason ?? 'the system gave no answer'}`;
  const advice = `It stays owed and is not forgotten: keyrack operations resume ${id} tries again, as does the next command that changes something.`;
  if (await mayHaveHappened(rack, operation))
    return explain(new OutcomeUnknownError(message, { outcome: 'unknown', advice, details: { operationId: id } }));
  return { message, advice, outcome, exitCode: interruptionOf(host)?.exitCode ?? exitCode.partly };
}

/** Whether the system may have acted on a call of an operation whose answer nobody has seen. */
export async function mayHaveHappened(rack: Rack, { id }: Operation): Promise<boolean> {
  const { steps } = await rack.operations.show(id);
  return steps.some(({ state, outcome }) => state === 'begun' && outcome === 'unknown');
}

import { fail } from 'node:assert/strict';
import { LifecycleError } from '@keyrack/contracts';
import type { Outcome } from '@keyrack/contracts';
import type { ProviderBench } from './provider-bench.ts';

type ErrorType = typeof LifecycleError;

/** What a call shall fail with. */
export interface ExpectedFailure {
  readonly type?: ErrorType;
  readonly outcome?: Outcome | readonly Outcome[];
}

/** Expects a call to fail, and gives the error. @param call - in words, for the message. */
export async function expectFailure(call: string, promise: Promise<unknown>, expected: ExpectedFailure = {}): Promise<LifecycleError> {
  const error = await promise.then(
    () => fail(`${call} resolved, although it cannot have worked`),
    (reason: unknown) => reason,
  );
  if (!LifecycleError.isInstance(error)) return fail(`${call} failed with something that is no LifecycleError: ${String(error)}`);
  const { type, outcome } = expected;
  const matches: boolean = type === undefined || type.isInstance(error);
  if (!matches) fail(`${call} failed with ${error.name} instead of ${type?.name}: ${error.message}`);
  if (outcome !== undefined && ![outcome].flat().includes(error.outcome)) {
    fail(`${call} failed with the outcome ${error.outcome} instead of ${[outcome].flat().join(' or ')}: ${error.message}`);
  }
  return error;
}

/** Expects a call to be refused before a single request has left. */
export async function expectRefusal(
  bench: ProviderBench,
  refused: { readonly call: string; readonly type: ErrorType },
  act: () => Promise<unknown>,
): Promise<void> {
  const before = await bench.harness.countRequests();
  await expectFailure(refused.call, act(), { type: refused.type, outcome: 'not-applied' });
  const sent = (await bench.harness.countRequests()) - before;
  if (sent > 0) fail(`${refused.call} was refused only after ${sent} requests`);
}

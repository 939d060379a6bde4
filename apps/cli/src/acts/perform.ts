import type { Rack } from '@keyrack/runtime';
import type { Failure } from '../failure.ts';
import type { Host } from '../host.ts';
import type { KeyActRecord } from '../records/key-act-record.ts';
import { whatFailed } from '../report-failure.ts';
import type { KeyAct } from './key-act.ts';
import { onceOthersAreDone } from './once-others-are-done.ts';
import { owedFailure } from './owed-failure.ts';
import type { Target } from './target.ts';
import { targetName } from './target.ts';

/** What became of one key. */
export interface Performed {
  readonly target: Target;
  readonly record: KeyActRecord;
  /** What a person is told when it is not done; null when it is. */
  readonly failure: Failure | null;
}

/** Does it to one key. Never throws for what the system or the rack says. */
export async function perform(
  host: Host,
  rack: Rack,
  { act, target }: { readonly act: KeyAct; readonly target: Target },
): Promise<Performed> {
  const { connection } = target;
  try {
    const { key, operation, result = act.done } = await onceOthersAreDone(host, () => act.perform(target));
    const { id, name, state } = key;
    const record = { id, name, connection, state, operationId: operation?.id ?? null };
    if (operation === null || operation.state === 'done' || operation.state === 'aborted') {
      return { target, record: { ...record, result, problem: null }, failure: null };
    }
    const message = `The ${act.noun} of ${targetName(target)} is written down, but not confirmed`;
    const outcome = `It counts as ${act.done} only when the system confirms it.`;
    const failure = await owedFailure(host, rack, { operation, message, outcome });
    return { target, record: { ...record, result: 'owed', problem: operation.reason }, failure };
  } catch (error) {
    return notDone(host, target, error);
  }
}

/** What is said of a key that it cannot be done to. */
export function notDone(host: Host, target: Target, error: unknown): Performed {
  const failure = whatFailed(host, error);
  const { key, connection } = target;
  const { id, name, state } = key;
  const record = { id, name, connection, state, result: 'failed', operationId: null, problem: failure.message };
  return { target, record, failure };
}

import type { Operation } from '@keyrack/contracts';
import { OutcomeUnknownError } from '@keyrack/contracts';
import type { Rack } from '@keyrack/runtime';
import type { ExitCode } from '../exit-code.ts';
import type { Host } from '../host.ts';
import type { ResumeResult } from '../records/resume-record.ts';
import { interruptionOf, reportFailure, reportStop } from '../report-failure.ts';
import { mayHaveHappened } from './owed-failure.ts';

/** The first of some operations whose system may have acted before the work on it was stopped, as an error; null when there is none. */
export async function stoppedUnknown(rack: Rack, results: readonly ResumeResult[]): Promise<OutcomeUnknownError | null> {
  for (const { operation, problem } of results)
    if (problem !== null && (await mayHaveHappened(rack, operation))) return unknownError(operation);
  return null;
}

/** Says that taking up operations was stopped, and gives the exit code; null when nobody stopped it. */
export async function reportStoppedWork(host: Host, rack: Rack, results: readonly ResumeResult[]): Promise<ExitCode | null> {
  if (interruptionOf(host) === null) return null;
  const unknown = await stoppedUnknown(rack, results);
  if (unknown) return reportFailure(host, unknown);
  return reportStop(host, { codes: [], left: 'What is due stays due: keyrack operations resume --all' });
}

function unknownError({ kind, id }: Operation): OutcomeUnknownError {
  return new OutcomeUnknownError(`Stopped on request while the system was asked to ${kind} (${id})`, {
    outcome: 'unknown',
    advice: `It is not forgotten: keyrack operations resume ${id} tries again, as does the next command that changes something.`,
    details: { operationId: id },
  });
}

import type { WorkLimits } from '@keyrack/contracts';
import { InvalidInputError } from '@keyrack/contracts';

/** Checks what a worker may ask of a system. @throws {InvalidInputError} */
export function checkWorkLimits(limits: WorkLimits): WorkLimits {
  const { maxRequestsPerHour, maxTasksAtOnce } = limits;
  need(maxRequestsPerHour ?? undefined, 'The requests of an hour');
  need(maxTasksAtOnce, 'The tasks at the same time');
  return limits;
}

function need(value: number | undefined, what: string): void {
  if (value === undefined || (Number.isSafeInteger(value) && value >= 1)) return;
  throw new InvalidInputError(`${what} are a whole number of 1 or more, not ${value}`);
}

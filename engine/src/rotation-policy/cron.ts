import { InvalidInputError } from '@keyrack/contracts';
import { Cron } from 'croner';

/**
 * The next instant after another one that a cron expression names, by the clock on the wall of a time zone. A time that the wall clock
 * leaps over comes when the leap is over; one that it shows twice comes once.
 * @throws {InvalidInputError} for an expression or a time zone that cannot be read, or that names no instant.
 */
export function nextCronMs(expression: string, timeZone: string, afterMs: number): number {
  let next: Date | null;
  try {
    next = new Cron(expression, { timezone: checkedZone(timeZone), mode: '5-part', paused: true }).nextRun(new Date(afterMs));
  } catch (cause) {
    if (InvalidInputError.isInstance(cause)) throw cause;
    throw new InvalidInputError(`"${expression}" cannot be read as a cron expression`, {
      advice: 'Give minute, hour, day of month, month and day of week: "0 3 * * 1" is every Monday at 03:00.',
      cause,
    });
  }
  if (next !== null) return next.getTime();
  throw new InvalidInputError(`"${expression}" names no day that ever comes`, { advice: 'Look at the day of month and the month.' });
}

function checkedZone(timeZone: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone;
  } catch (cause) {
    throw new InvalidInputError(`"${timeZone}" is not a time zone`, { advice: 'Give a name such as Europe/Berlin, or UTC.', cause });
  }
}

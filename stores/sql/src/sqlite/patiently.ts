import { setImmediate } from 'node:timers/promises';
import { isLocked } from './failures.ts';

/** How long SQLite itself waits for a lock, in milliseconds. It blocks the whole process meanwhile, so longer waits are made of many such. */
export const waitMsPerAttempt = 20;

/** Does something again while another process holds the lock. Between the attempts the rest of this process has its turn. */
export async function patiently<T>(attempts: number, work: () => T): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return work();
    } catch (error) {
      if (!isLocked(error) || attempt >= attempts) throw error;
      await setImmediate();
    }
  }
}

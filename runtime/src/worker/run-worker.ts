import type { Clock } from '@keyrack/contracts';
import type { Schedule } from '@keyrack/engine';
import type { OpenedStore } from '../store/open.ts';
import { WakeCalls } from './wake-calls.ts';
import { work } from './worker.ts';
import type { WorkOptions } from './worker.ts';

/** What a worker works on. */
export interface Workplace extends Pick<OpenedStore, 'listen'> {
  readonly schedule: Schedule;
  readonly clock: Clock;
}

/** Runs a worker that is woken by what other processes announce. */
export async function runWorker({ schedule, listen, clock }: Workplace, options: WorkOptions): Promise<void> {
  const calls = new WakeCalls(clock);
  const listening = listen((dueAtMs) => calls.call(dueAtMs));
  try {
    await work(schedule, options, calls);
  } finally {
    await listening[Symbol.asyncDispose]();
  }
}

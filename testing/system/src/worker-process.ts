/**
 * The process that tests of several workers start: it opens a rack and works until SIGTERM. Each thing that it tells is a line of JSON on
 * standard output; the first one says that it has begun.
 */
import { openRack } from '@keyrack/runtime';
import type { RackOptions, WorkOptions } from '@keyrack/runtime';

/** What the process is told, as its first argument. */
export interface WorkerTask extends Pick<RackOptions, 'heartbeatTimes'>, Pick<WorkOptions, 'pollMs'> {
  readonly home: string;
  readonly store: string;
}

const { home, store, pollMs = 5_000, heartbeatTimes } = JSON.parse(process.argv[2] ?? '{}') as WorkerTask; // written by the test
const end = new AbortController();
process.once('SIGTERM', () => end.abort());
const say = (line: object): boolean => process.stdout.write(`${JSON.stringify(line)}\n`);

await using rack = await openRack({ environment: {}, home, store, actor: 'worker', ...(heartbeatTimes && { heartbeatTimes }) });
say({ kind: 'begun' });
await rack.work({ signal: end.signal, syncEveryMs: null, pollMs, graceMs: 1_000, onEvent: say });

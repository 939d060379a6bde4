/**
 * The process that the test of paused processes starts: it opens a rack, does one thing, and stops itself by its own SIGSTOP between the
 * write that announces its call, and the call. Whoever sends it SIGCONT lets it go on from there.
 */
import type { Store } from '@keyrack/contracts';
import { openRack } from '@keyrack/runtime';
import type { RackOptions } from '@keyrack/runtime';

/** What such a process does, to the key of this name. */
export interface PausedTask extends Pick<RackOptions, 'heartbeatTimes'> {
  readonly home: string;
  readonly store: string;
  readonly connection: string;
  readonly action: 'issue' | 'rotate' | 'revoke' | 'suspend' | 'change';
  readonly name: string;
  readonly providerOptions: Readonly<Record<string, string>>;
  /** After so many reads that follow its first write: it knows by then what it will call. */
  readonly reads: number;
}

const task = JSON.parse(process.argv[2] ?? '{}') as PausedTask; // written by the test
const { home, store, connection, name, providerOptions, heartbeatTimes } = task;
const say = (line: object): boolean => process.stdout.write(`${JSON.stringify(line)}\n`);
let isArmed = false;
let readsLeft: number | null = null;

function stopping(opened: Store): Store {
  return {
    async read(work) {
      const result = await opened.read(work);
      if (readsLeft !== null && --readsLeft === 0) {
        say({ kind: 'stopping' });
        process.kill(process.pid, 'SIGSTOP');
      }
      return result;
    },
    async write(work) {
      const result = await opened.write(work);
      if (isArmed) readsLeft ??= task.reads;
      return result;
    },
    inspect: () => opened.inspect(),
    close: () => opened.close(),
  };
}

const options = { environment: {}, home, store, actor: 'paused', wrapStore: stopping, ...(heartbeatTimes && { heartbeatTimes }) };
await using rack = await openRack(options);
const keyId = async (): Promise<string> => (await rack.keys.find(`${connection}/${name}`)).id;
const acts: Readonly<Record<PausedTask['action'], () => Promise<unknown>>> = {
  issue: () => rack.keys.issue({ connection, name, providerOptions }),
  rotate: async () => rack.keys.rotate(await keyId(), { overlapMs: 0 }),
  revoke: async () => rack.keys.revoke(await keyId()),
  suspend: async () => rack.keys.suspend(await keyId()),
  change: async () => rack.keys.change(await keyId(), { name: `${name}-new` }),
};
isArmed = true;
try {
  await acts[task.action]();
  say({ kind: 'done' });
} catch (error) {
  say({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
}

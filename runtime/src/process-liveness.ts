import { readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Liveness } from '@keyrack/contracts';
import { probeProcessLock, takeProcessLock } from '@keyrack/store-sql';
import type { ProcessLock } from '@keyrack/store-sql';

/** Not Linux: there is no process namespace, and what stands for the boot says nothing of restarts. */
const noNamespace = 'none';

/** The processes of one data folder. */
export interface ProcessLiveness extends Liveness, Disposable {}

/**
 * Knows processes of this machine by boot, process namespace, process id and start time, so that neither a restart nor a
 * reused process id can be taken for the holder of an operation; and by a lock that each one holds from the first time that it
 * names itself. The lock goes with its process and is seen from other containers, where process ids say nothing.
 * @param folder - where the locks are.
 */
export function processLiveness(folder: string): ProcessLiveness {
  const machine = machineId();
  const name = [machine.boot, machine.namespace, process.pid, startTime(process.pid) ?? 'unknown'].join('/');
  let lock: ProcessLock | undefined;
  const lockPath = (holder: string): string => join(folder, `${holder.replaceAll('/', '.')}.lock`);
  return {
    get self() {
      if (lock) return name;
      lock = takeProcessLock(lockPath(name));
      removeOldLocks(folder, machine);
      return name;
    },

    async isDead(holder) {
      const [boot, namespace, pid, started, ...more] = holder.split('/');
      if (boot === undefined || namespace === undefined || pid === undefined || started === undefined || more.length > 0) return false;
      if (holder === name) return false;
      const state = probeProcessLock(lockPath(holder));
      if (state !== 'unknown') return state === 'free';
      if (boot !== machine.boot) return namespace !== noNamespace; // whatever ran before the restart is gone
      if (namespace !== machine.namespace) return false; // another container: its process ids say nothing here
      if (!exists(Number(pid))) return true;
      const startedNow = startTime(Number(pid));
      return startedNow !== null && started !== 'unknown' && startedNow !== started;
    },

    describe(holder) {
      const [boot, namespace, pid] = holder.split('/');
      if (holder === name) return 'this process';
      if (pid === undefined) return holder;
      if (namespace === noNamespace && boot !== machine.boot) return `process ${pid} on ${boot}`;
      return namespace === machine.namespace ? `process ${pid}` : `process ${pid} of another container`;
    },

    [Symbol.dispose]() {
      lock?.release();
      lock = undefined;
    },
  };
}

/** Who was killed leaves an empty file. After a restart it proves nothing that the restart does not prove. */
function removeOldLocks(folder: string, { boot, namespace }: MachineId): void {
  if (namespace === noNamespace) return;
  for (const file of readdirSync(folder)) {
    const path = join(folder, file);
    if (file.endsWith('.lock') && !file.startsWith(`${boot}.`) && probeProcessLock(path) === 'free') rmSync(path, { force: true });
  }
}

interface MachineId {
  readonly boot: string;
  readonly namespace: string;
}

function machineId(): MachineId {
  try {
    return {
      boot: readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim(),
      namespace: readlinkSync('/proc/self/ns/pid').replaceAll(/\D/g, ''),
    };
  } catch {
    return { boot: hostname().replaceAll(/[^\w.-]/g, '_'), namespace: noNamespace };
  }
}

/** Clock ticks since boot at which the process started; null where the system does not tell. */
function startTime(pid: number): string | null {
  try {
    // The name in parentheses may itself hold spaces and parentheses; what follows the last one is plain.
    const afterName = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /s, '');
    const state = afterName.charAt(0);
    return state === 'Z' || state === 'X' ? 'dead' : (afterName.split(' ')[19] ?? null);
  } catch {
    return null;
  }
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it is there, but belongs to somebody else.
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH');
  }
}

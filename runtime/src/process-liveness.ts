import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import type { Liveness } from '@keyrack/contracts';

/**
 * Knows processes of this machine by boot, process namespace, process id and start time, so that neither a restart nor a
 * reused process id can be taken for the holder of an operation.
 */
export function processLiveness(): Liveness {
  const machine = machineId();
  return {
    self: [machine.boot, machine.namespace, process.pid, startTime(process.pid) ?? 'unknown'].join('/'),

    async isDead(holder) {
      const [boot, namespace, pid, started] = holder.split('/');
      if (boot === undefined || namespace === undefined || pid === undefined || started === undefined) return false;
      if (boot !== machine.boot) return true; // whatever ran before the restart is gone
      if (namespace !== machine.namespace) return false; // another container: its process ids say nothing here
      if (!exists(Number(pid))) return true;
      const startedNow = startTime(Number(pid));
      return startedNow !== null && started !== 'unknown' && startedNow !== started;
    },
  };
}

function machineId(): { readonly boot: string; readonly namespace: string } {
  try {
    return {
      boot: readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim(),
      namespace: readlinkSync('/proc/self/ns/pid').replaceAll(/\D/g, ''),
    };
  } catch {
    // Not Linux: a restart of the machine is then not proof, and a person resumes what was open.
    return { boot: hostname().replaceAll('/', '_'), namespace: 'none' };
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

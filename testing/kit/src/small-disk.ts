import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { scratchFolder } from './scratch-folder.ts';

/** A file system of its own that a test fills up or turns read-only. */
export interface SmallDisk extends AsyncDisposable {
  readonly path: string;
  /** From now on nothing can be written on it. */
  makeReadOnly(): void;
}

/** Whether this process may mount a file system: Linux, as root, outside most containers. */
export const canMount = ((): boolean => {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  try {
    execFileSync('unshare', ['--mount', 'mount', '-t', 'tmpfs', 'probe', '/mnt'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

/** Mounts a disk in memory. @param sizeKb - how much fits on it */
export async function smallDisk(sizeKb: number): Promise<SmallDisk> {
  const folder = await scratchFolder();
  const path = folder.join('disk');
  mkdirSync(path);
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${sizeKb}k`, 'keyrack-test', path]);
  return {
    path,
    makeReadOnly: () => void execFileSync('mount', ['-o', 'remount,ro', path]),
    async [Symbol.asyncDispose]() {
      execFileSync('umount', [path]);
      await folder[Symbol.asyncDispose]();
    },
  };
}

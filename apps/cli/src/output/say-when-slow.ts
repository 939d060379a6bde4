import type { Host } from '../host.ts';

const patienceMs = 4_000;

/** Waits for a system, and tells the person at the terminal when that takes long: silence looks like a fault. */
export async function sayWhenSlow<T>(host: Host, work: Promise<T>): Promise<T> {
  if (!host.errors.isTerminal) return work;
  const words = 'Still waiting for the system. Ctrl-C stops; what was begun is written down.\n';
  const timer = setTimeout(() => void host.errors.write(words).catch(() => {}), patienceMs);
  try {
    return await work;
  } finally {
    clearTimeout(timer);
  }
}

import { randomUUID } from 'node:crypto';
import { readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * @typedef LockOptions
 * @property {number} [beatMs] how often the holder touches the file (default 1,000)
 * @property {number} [staleMs] how long after the last touch the holder counts as dead (default 15,000)
 * @property {() => void} [onWait] called once, when somebody else holds the lock
 */

/**
 * Runs `work` while no other process runs under the same lock file. The holder touches the file again and again; one that
 * stopped is dead. Process ids are not asked: they come round again after a restart.
 *
 * @template T
 * @param {string} path
 * @param {LockOptions} options
 * @param {() => Promise<T>} work
 */
export async function withLock(path, { beatMs = 1_000, staleMs = 15_000, onWait }, work) {
  const token = `${process.pid} ${randomUUID()}`;
  const pauseMs = beatMs / 5;
  for (let tries = 0; !(await take(path, token, { staleMs, pauseMs })); tries += 1) {
    if (tries === 0) onWait?.();
    await sleep(pauseMs);
  }
  const beat = setInterval(() => touch(path), beatMs);
  try {
    return await work();
  } finally {
    clearInterval(beat);
    if (read(path) === token) rmSync(path, { force: true });
  }
}

/**
 * @param {string} path
 * @param {string} token
 * @param {{ staleMs: number, pauseMs: number }} times
 */
async function take(path, token, { staleMs, pauseMs }) {
  if (create(path, token)) return true;
  if (ageMs(path) < staleMs) return false;
  rmSync(path, { force: true });
  if (!create(path, token)) return false;
  // Somebody who saw the same dead lock may be removing ours this very moment: it counts once it has stood for a while.
  await sleep(pauseMs);
  return read(path) === token;
}

/**
 * @param {string} path
 * @param {string} token
 */
function create(path, token) {
  try {
    writeFileSync(path, token, { flag: 'wx' });
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
    return false;
  }
}

/** @param {string} path */
function ageMs(path) {
  try {
    return Date.now() - statSync(path).mtimeMs;
  } catch {
    return 0; // gone by now: the next try may take it
  }
}

/** @param {string} path */
function touch(path) {
  try {
    utimesSync(path, new Date(), new Date());
  } catch {
    // Taken away by somebody who held this process for dead; stopping halfway would leave less than going on.
  }
}

/** @param {string} path */
function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

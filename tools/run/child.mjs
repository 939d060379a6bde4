import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { Refusal } from './refusal.mjs';

/** @typedef {{ code: number | null, signal: NodeJS.Signals | null }} Ending how a process ended: exactly one of them is set */

/** @type {readonly NodeJS.Signals[]} */
const forwarded = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** How often a run under npm looks whether npm still lives. */
const ancestryCheckMs = 250;

/**
 * Runs a program to its end and passes signals on to it. npm hands a signal to the shell that it put between us, and that shell
 * dies of it without a word to us; a killed npm says nothing at all. So under npm, the end of either counts as SIGTERM.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} options
 * @returns {Promise<Ending>}
 * @throws {Refusal} when the program cannot be started
 */
export function runChild(command, args, options) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, options);
    /** @param {NodeJS.Signals} signal */
    const pass = (signal) => {
      // A terminal's Ctrl-C goes to the child by itself; passed on once more it would look like a second, impatient one.
      if (signal !== 'SIGINT' || !hasTerminal()) child.kill(signal);
    };
    const started = ancestry();
    const watch = setInterval(() => {
      if (process.env.npm_lifecycle_event === undefined || ancestry() === started) return;
      clearInterval(watch);
      child.kill('SIGTERM');
    }, ancestryCheckMs);
    const settle = () => {
      clearInterval(watch);
      forwarded.forEach((signal) => process.off(signal, pass));
    };
    forwarded.forEach((signal) => process.on(signal, pass));
    child.once('error', (/** @type {NodeJS.ErrnoException} */ error) => {
      settle();
      const advice = 'install Node 22.19 or newer, with npm, from https://nodejs.org';
      reject(new Refusal(`${command} cannot be started (${error.code}); ${advice}`));
    });
    child.once('exit', (code, signal) => {
      settle();
      resolve({ code, signal });
    });
  });
}

/**
 * Ends this process the way another one ended: with the same code, or by the same signal.
 * @param {Ending} ending
 */
export function endLike({ code, signal }) {
  process.exitCode = code ?? 128 + constants.signals[signal ?? 'SIGTERM'];
  if (signal !== null && process.platform !== 'win32') process.kill(process.pid, signal);
}

/** Who started us, and on Linux who started that one: a process whose parent has ended gets another. */
function ancestry() {
  try {
    const [, grandparent] = readFileSync(`/proc/${process.ppid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return `${process.ppid} ${grandparent}`;
  } catch {
    return String(process.ppid);
  }
}

function hasTerminal() {
  try {
    closeSync(openSync('/dev/tty', 'r'));
    return true;
  } catch {
    return false;
  }
}

import { existsSync, mkdirSync, readFileSync, readlinkSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { isInstalled } from './install.mjs';
import { Refusal } from './refusal.mjs';

/** @typedef {{ version: string, execPath: string, platform: string, arch: string }} Machine the part of `process` that matters */

/**
 * Whether a Node runs Keyrack: 22.19 and later of that line, and 24 or newer. The short-lived 23 is left out.
 * @param {string} version as in `process.version`
 */
export function isSuitable(version) {
  const [major = 0, minor = 0] = version.replace('v', '').split('.').map(Number);
  return major >= 24 || (major === 22 && minor >= 19);
}

/**
 * The Node to run on: the machine's own, or the one that `tools/node` pins, installed when it is first needed.
 *
 * @param {string} root
 * @param {Machine} machine
 * @param {(directory: string) => Promise<void>} install
 * @throws {Refusal} when the machine's own is too old and none is published for it
 */
export async function suitableNode(root, machine, install) {
  if (isSuitable(machine.version)) return machine.execPath;
  const windows = machine.platform === 'win32';
  const name = `node-${windows ? 'win' : machine.platform}-${machine.arch}`;
  const pinned = join(root, 'tools/node/node_modules', name, 'bin', windows ? 'node.exe' : 'node');
  const { optionalDependencies } = JSON.parse(readFileSync(join(root, 'tools/node/package.json'), 'utf8'));
  if (Object.hasOwn(optionalDependencies, name)) {
    if (!existsSync(pinned) || !isInstalled(join(root, 'tools/node'))) await install('tools/node');
    if (existsSync(pinned)) return pinned;
  }
  throw new Refusal(`Node 22.19 or newer is needed and this is ${machine.version}; install one from https://nodejs.org`);
}

/**
 * Lets `npx` and npm's own scripts find the pinned Node before the machine's: they look into `node_modules/.bin` first.
 *
 * @param {string} root
 * @param {string} node
 */
export function linkPinnedNode(root, node) {
  if (process.platform === 'win32' || !node.startsWith(join(root, 'tools/node'))) return;
  const bin = join(root, 'node_modules/.bin');
  const link = join(bin, 'node');
  if (targetOf(link) === node) return;
  try {
    mkdirSync(bin, { recursive: true });
    rmSync(link, { force: true });
    symlinkSync(node, link);
  } catch {
    // A convenience only: a checkout that cannot be written to still runs, and another process may have been first.
  }
}

/** @param {string} link */
function targetOf(link) {
  try {
    return readlinkSync(link);
  } catch {
    return undefined;
  }
}

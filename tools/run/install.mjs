import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { runChild } from './child.mjs';
import { withLock } from './lock.mjs';
import { Refusal } from './refusal.mjs';

/** @typedef {{ version?: string, integrity?: string, link?: boolean, resolved?: string, optional?: boolean }} LockedPackage */

/**
 * Installs what `<root>/<directory>/package-lock.json` names, unless it is there already; two processes at once take turns.
 *
 * @param {string} root
 * @param {string} directory
 * @param {string} node the Node that runs npm
 * @throws {Refusal} when npm fails or is interrupted
 */
export async function ensureInstalled(root, directory, node) {
  const place = join(root, directory);
  if (isInstalled(place)) return;
  const onWait = () => console.error('keyrack: another process is installing here; waiting for it');
  await withLock(join(root, '.install-lock'), { onWait }, async () => {
    if (isInstalled(place)) return;
    console.error(`keyrack: installing ${directory === '.' ? 'the packages' : 'a newer Node'} (npm ci, only this once)`);
    const [command, first] = npmCommand(node, process.env);
    // Development packages run the tests and the checkout's programs, whatever NODE_ENV or the user's npm settings leave out.
    const args = ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error', `--prefix=${place}`];
    const shell = command.endsWith('.cmd'); // Windows starts .cmd files only through a shell
    const ending = await runChild(command, [...first, ...args], { cwd: place, stdio: ['ignore', 2, 2], shell });
    if (ending.code !== 0) throw new Refusal(`npm ci did not finish in ${place}; see above, then run the same command again`, ending);
  });
}

/**
 * Whether everything a lockfile asks for is in `node_modules`. It compares with the record that npm writes as its last act,
 * and looks for each folder, because that record alone outlives a deleted package.
 *
 * @param {string} directory
 */
export function isInstalled(directory) {
  const present = packagesOf(join(directory, 'node_modules/.package-lock.json'));
  if (present === undefined) return false;
  const wanted = packagesOf(join(directory, 'package-lock.json'));
  if (wanted === undefined) throw new Refusal(`${join(directory, 'package-lock.json')} cannot be read; this checkout is not whole`);
  return Object.entries(wanted).every(([path, want]) => {
    if (!path.includes('node_modules/')) return true; // the repository itself and its workspaces' own folders
    if (!hasWorkspace(directory, path, want)) return true; // npm passes over it, however often it runs
    const have = present[path];
    if (have === undefined) return want.optional === true; // made for other machines
    const same = have.version === want.version && have.integrity === want.integrity && have.link === want.link;
    return same && existsSync(join(directory, path, 'package.json'));
  });
}

/**
 * Whether the workspace that a locked package is, or belongs to, is in this checkout; true for packages of the registry.
 *
 * @param {string} directory
 * @param {string} path
 * @param {LockedPackage} want
 */
function hasWorkspace(directory, path, { link, resolved }) {
  const workspace = link === true ? (resolved ?? '') : path.slice(0, path.indexOf('node_modules/'));
  return workspace === '' || existsSync(join(directory, workspace, 'package.json'));
}

/**
 * The npm that started this process, run on the given Node; without one, the npm on the path.
 *
 * @param {string} node
 * @param {NodeJS.ProcessEnv} environment
 * @returns {readonly [command: string, first: readonly string[]]}
 */
export function npmCommand(node, environment) {
  const script = environment.npm_execpath ?? '';
  if (basename(script) === 'npm-cli.js') return [node, [script]];
  return [process.platform === 'win32' ? 'npm.cmd' : 'npm', []];
}

/**
 * @param {string} path
 * @returns {Record<string, LockedPackage> | undefined} nothing while the file is missing or half written
 */
function packagesOf(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).packages;
  } catch {
    return undefined;
  }
}

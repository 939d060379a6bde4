import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findPrograms, programOwner } from './programs.ts';
import type { PostgresPrograms } from './programs.ts';

/** A PostgreSQL of its own, reached through a socket in a folder: servers side by side never collide. */
export interface PostgresServer extends AsyncDisposable {
  /** For `?host=` of an address. */
  readonly socketFolder: string;
  /** Ends it as a crash would, with every connection, and starts it again on the same data. */
  restart(): Promise<void>;
}

/** The user that is asked for no password; every other one needs one. */
export const trustedUser = 'keyrack';

/** More than it says while it starts. */
const longestLog = 100_000;

/** Quick and careless: what a test writes need not survive a power failure. */
const careless = ['fsync=off', 'full_page_writes=off', 'synchronous_commit=off', 'max_connections=200', 'shared_buffers=128MB'];

const accessRules = `local all ${trustedUser} trust\nlocal all all scram-sha-256\n`;

/** `read` returns when the process that started it is gone, even by SIGKILL: then nothing is left behind. */
const supervisor = 'trap "" INT TERM; "$@" & pid=$!; read mode; kill -${mode:-INT} $pid; wait $pid; [ -n "$mode" ] || rm -rf "$FOLDER"';

/**
 * Starts a server in a new folder.
 *
 * @param settings - besides those that make it quick, as `name=value`.
 * @returns null: there is none for this kind of machine.
 */
export async function startPostgresServer(settings: readonly string[] = []): Promise<PostgresServer | null> {
  const owner = programOwner();
  const folder = mkdtempSync('/tmp/keyrack-pg-'); // short: the path of a socket has at most 107 bytes
  if (owner.uid !== undefined) chownSync(folder, owner.uid, owner.gid ?? owner.uid);
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    const programs = await findPrograms(folder, owner);
    if (programs === null) return (remove(), null);
    makeCluster(folder, programs);
    let running = await start(folder, programs, settings);
    return {
      socketFolder: folder,
      async restart() {
        await stop(running, 'QUIT\n'); // immediate: no checkpoint, no farewell to the clients
        running = await start(folder, programs, settings);
      },
      async [Symbol.asyncDispose]() {
        await stop(running, '\n');
        remove();
      },
    };
  } catch (error) {
    remove();
    throw error;
  }
}

function makeCluster(folder: string, { initdb }: PostgresPrograms): void {
  const args = ['-D', join(folder, 'data'), '-U', trustedUser, '-A', 'trust', '--no-sync', '-E', 'UTF8', '--locale=C'];
  const made = spawnSync(initdb, args, { ...programOwner(), encoding: 'utf8', env: {} });
  if (made.status !== 0) throw new Error(`initdb: ${made.stderr}`);
  writeFileSync(join(folder, 'data/pg_hba.conf'), accessRules);
}

async function start(folder: string, { postgres }: PostgresPrograms, settings: readonly string[]): Promise<ChildProcess> {
  const all = ['listen_addresses=', `unix_socket_directories=${folder}`, ...careless, ...settings];
  const args = ['-c', supervisor, 'sh', postgres, '-D', join(folder, 'data'), ...all.flatMap((setting) => ['-c', setting])];
  const env = { FOLDER: folder, PATH: '/usr/bin:/bin' };
  // Detached: Ctrl-C at the terminal reaches the tests first, and they end it.
  const server = spawn('/bin/sh', args, { ...programOwner(), cwd: folder, detached: true, env, stdio: ['pipe', 'ignore', 'pipe'] });
  await ready(server);
  return server;
}

/** Its log is read to the end of its days: a full pipe would stop it. */
function ready(server: ChildProcess): Promise<void> {
  let log = '';
  return new Promise((resolve, reject) => {
    server.once('exit', (code) => reject(new Error(`PostgreSQL did not start (${code}): ${log}`)));
    server.stderr?.on('data', (chunk) => {
      if (log.length < longestLog) log += String(chunk);
      if (log.includes('ready to accept connections')) resolve();
    });
  });
}

async function stop(server: ChildProcess, mode: string): Promise<void> {
  const ended = once(server, 'exit');
  server.stdin?.end(mode);
  await ended;
}

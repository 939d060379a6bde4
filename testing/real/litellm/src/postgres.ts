import type { ChildProcess } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { freePort } from './free-port.ts';
import { run, start, stop } from './programs.ts';
import type { Scratch } from './scratch.ts';
import { sitePackages } from './setup.ts';
import { suite } from './scratch.ts';

/** A database server of our own with the proxy's tables, for one run. */
export class Postgres implements AsyncDisposable {
  readonly url: string;
  readonly #scratch: Scratch;
  readonly #process: ChildProcess;
  readonly #data: string;

  private constructor(scratch: Scratch, process: ChildProcess, place: { readonly url: string; readonly data: string }) {
    this.#scratch = scratch;
    this.#process = process;
    this.#data = place.data;
    this.url = place.url;
  }

  /** @throws {Error} where there is no PostgreSQL server */
  static async start(scratch: Scratch, environment: NodeJS.ProcessEnv): Promise<Postgres> {
    const binaries = postgresBinaries(environment);
    const owner = await serverOwner();
    const data = mkdtempSync(join(scratch.folder, 'database-'));
    if (owner.uid !== undefined && owner.gid !== undefined) chownSync(data, owner.uid, owner.gid);
    const options = { cwd: '/', ...owner };
    await run(join(binaries, 'initdb'), ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-sync'], options);
    const port = await freePort();
    const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'fsync=off', 'timezone=UTC'];
    const flags = ['-D', data, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])];
    const process = start(join(binaries, 'postgres'), flags, { ...options, log: scratch.postgresLog });
    const postgres = new Postgres(scratch, process, { url: `postgresql://postgres@127.0.0.1:${port}/litellm`, data });
    try {
      await postgres.#script('migrate', join(sitePackages(scratch), 'litellm_proxy_extras/migrations'));
    } catch (error) {
      await postgres[Symbol.asyncDispose]();
      throw error;
    }
    return postgres;
  }

  /** Removes every row that calls have made. */
  async empty(): Promise<void> {
    await this.#script('empty');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await stop(this.#process, 'SIGINT');
    rmSync(this.#data, { recursive: true, force: true });
  }

  async #script(command: string, ...rest: readonly string[]): Promise<void> {
    await run(this.#scratch.python, [join(suite, 'python/database.py'), command, this.url, ...rest]);
  }
}

/** `KEYRACK_POSTGRES_BINARIES`, the path, and the usual place on Debian, in this order. */
function postgresBinaries(environment: NodeJS.ProcessEnv): string {
  const debian = '/usr/lib/postgresql';
  const folders = [
    environment['KEYRACK_POSTGRES_BINARIES'] ?? '',
    ...(environment['PATH'] ?? '').split(delimiter),
    ...(existsSync(debian) ? readdirSync(debian).toSorted().toReversed() : []).map((version) => join(debian, version, 'bin')),
  ];
  const found = folders.find((folder) => folder !== '' && existsSync(join(folder, 'initdb')));
  if (found !== undefined) return dirname(realpathSync(join(found, 'initdb')));
  throw new Error('There is no PostgreSQL server here: install one, or name the folder of its programs in KEYRACK_POSTGRES_BINARIES.');
}

/** The server refuses to run as root: there it runs as the user whom its packages have made. */
async function serverOwner(): Promise<{ readonly uid?: number; readonly gid?: number }> {
  if (process.getuid?.() !== 0) return {};
  const [uid, gid] = [await run('id', ['-u', 'postgres']), await run('id', ['-g', 'postgres'])].map(Number);
  return { ...(uid === undefined ? {} : { uid }), ...(gid === undefined ? {} : { gid }) };
}

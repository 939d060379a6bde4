import { InvalidInputError } from '@keyrack/contracts';
import { Secret } from '@keyrack/secret';

/** Where a PostgreSQL database is, and how it is reached. */
export interface PostgresAddress {
  /** A name, an IP address, or the folder of a Unix socket. */
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
  /** Paths of files; null: not encrypted. */
  readonly tls: PostgresTls | null;
  /** Null: the address holds none. */
  readonly password: Secret | null;
  /** The address without its password: fit to be shown and to be kept. */
  readonly text: string;
}

/** The certificate of the server is always checked, and so is its name. */
export interface PostgresTls {
  /** Whom to trust, as a file of certificates; absent: whom Node trusts. */
  readonly rootCertificate?: string;
  /** Our own certificate and its key, for servers that ask for one. */
  readonly certificate?: string;
  readonly key?: string;
}

const defaultPort = 5432;
const form = 'postgres://user@host:5432/database';
const known = ['host', 'sslmode', 'sslrootcert', 'sslcert', 'sslkey'];

/** Whether a text is meant as the address of a PostgreSQL. */
export function isPostgresAddress(text: string): boolean {
  return /^postgres(ql)?:/i.test(text);
}

/**
 * Reads an address: `postgres://user@host:5432/database?sslmode=verify-full&sslrootcert=ca.pem`, or with a Unix socket
 * `postgres://user@/database?host=/var/run/postgresql`.
 *
 * @throws {InvalidInputError} which never repeats the text: there may be a password in it.
 */
export function parsePostgresAddress(text: string): PostgresAddress {
  // A URL needs a host where there is only a socket.
  const url = parseUrl(text.trim().replace(/^(\w+:\/\/[^/?#]*@)(?=\/)/, '$1socket'));
  const parameters = Object.fromEntries(url.searchParams);
  const stray = Object.keys(parameters).find((name) => !known.includes(name));
  if (stray !== undefined) throw invalid(`knows no ${stray}; it takes ${known.join(', ')}`);
  const socket = parameters['host'];
  const host = socket ?? decodeURIComponent(url.hostname).replace(/^\[(.*)\]$/, '$1');
  const user = decodeURIComponent(url.username);
  const database = decodeURIComponent(url.pathname.slice(1));
  if (user === '') throw invalid('names no user');
  if (database === '' || database.includes('/')) throw invalid('names no database');
  if (host === '' || host === 'socket') throw invalid('names no host');
  const password = url.password === '' ? null : new Secret(decodeURIComponent(url.password));
  url.password = '';
  const port = url.port === '' ? defaultPort : Number(url.port);
  const shown = url.href.replace('@socket', '@');
  return { host, port, user, database, tls: readTls(parameters, host), password, text: shown };
}

function parseUrl(text: string): URL {
  const url = isPostgresAddress(text) && /^\w+:\/\//.test(text) && URL.canParse(text) ? new URL(text) : null;
  if (url === null) throw invalid('cannot be read');
  try {
    decodeURIComponent(url.username + url.password + url.hostname + url.pathname);
  } catch {
    throw invalid('holds a % that encodes nothing; a % itself is written %25');
  }
  return url;
}

function readTls(parameters: Readonly<Record<string, string>>, host: string): PostgresTls | null {
  const { sslmode, sslrootcert, sslcert, sslkey } = parameters;
  if (sslmode !== undefined && sslmode !== 'verify-full' && sslmode !== 'disable') {
    throw invalid('takes sslmode=verify-full, or sslmode=disable where the way to the server is trusted; others do not check who answers');
  }
  // Beyond this machine nothing goes unencrypted unless somebody says so.
  if (sslmode === 'disable' || (sslmode === undefined && isLocal(host))) return null;
  return {
    ...(sslrootcert === undefined ? {} : { rootCertificate: sslrootcert }),
    ...(sslcert === undefined ? {} : { certificate: sslcert }),
    ...(sslkey === undefined ? {} : { key: sslkey }),
  };
}

function isLocal(host: string): boolean {
  return host.startsWith('/') || host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);
}

function invalid(what: string): InvalidInputError {
  return new InvalidInputError(`The address of the store ${what}`, { advice: `Write it as ${form}.` });
}

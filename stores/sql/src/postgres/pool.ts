import { readFileSync } from 'node:fs';
import { StoreFailedError } from '@keyrack/contracts';
import type { Secret } from '@keyrack/secret';
import pg from 'pg';
import type { PoolConfig } from 'pg';
import type { PostgresAddress, PostgresTls } from './address.ts';
import { decodeText } from './texts.ts';

/** How a pool connects. */
export interface PoolOptions {
  readonly address: PostgresAddress;
  /** Asked for at each new connection, where the server wants one; null: there is none. */
  readonly password: () => Promise<Secret | null>;
  /** The most connections at a time. */
  readonly connections: number;
  /** When a statement has no answer after this time, in milliseconds, the connection is given up; 0 for never. */
  readonly answerTimeoutMs: number;
}

const connectTimeoutMs = 10_000;
/** Where there is none and the server wants one: it refuses this, and the connection is closed in order, as pg's own refusal would not do. */
const noPassword = 'no password is known';
const wholeNumber = 20;
const text = 25;

/** Makes a pool; it connects when a connection is asked for. @throws {StoreFailedError} when a certificate cannot be read. */
export function makePool({ address, password, connections, answerTimeoutMs }: PoolOptions): pg.Pool {
  const { host, port, user, database, tls } = address;
  const config: PoolConfig = {
    host,
    port,
    user,
    database,
    password: async () => (await password())?.reveal() ?? noPassword,
    ssl: tls === null ? false : readCertificates(tls),
    max: connections,
    connectionTimeoutMillis: connectTimeoutMs,
    keepAlive: true,
    application_name: 'keyrack',
    types: { getTypeParser: parserOf },
    ...(answerTimeoutMs === 0 ? {} : { query_timeout: answerTimeoutMs }),
  };
  const pool = new pg.Pool(config);
  // Without a listener a server that goes away would end the process. Who uses the connection is told by its next answer.
  pool.on('error', () => {});
  pool.on('connect', (client) => void client.on('error', () => {}));
  return pool;
}

/** Columns hold texts and whole numbers; everything else comes from expressions, as pg reads it. */
function parserOf(type: number, format?: 'text' | 'binary'): (value: string) => unknown {
  if (type === wholeNumber) return Number;
  if (type === text) return decodeText;
  return pg.types.getTypeParser(type, format as 'text') as (value: string) => unknown; // nothing of ours asks for the binary form
}

function readCertificates({ rootCertificate, certificate, key }: PostgresTls): NonNullable<PoolConfig['ssl']> {
  return {
    rejectUnauthorized: true,
    ...(rootCertificate === undefined ? {} : { ca: readCertificate(rootCertificate) }),
    ...(certificate === undefined ? {} : { cert: readCertificate(certificate) }),
    ...(key === undefined ? {} : { key: readCertificate(key) }),
  };
}

function readCertificate(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new StoreFailedError(`The file ${path}, which the address of the store names, cannot be read`, {
      advice: 'Check that it is there and that you may read it.',
      cause,
      details: { reason: 'cannot-open' },
    });
  }
}

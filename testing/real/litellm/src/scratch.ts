import { chmodSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of this suite. */
export const suite = fileURLToPath(new URL('..', import.meta.url));

/** Where everything lies that the real proxy needs and leaves. None of it is kept in the repository. */
export interface Scratch {
  readonly folder: string;
  /** The virtual environment with the proxy. */
  readonly venv: string;
  readonly python: string;
  /** What stands in for the database engine's binary. */
  readonly engine: string;
  /** The generator of the proxy's database client. */
  readonly generator: string;
  readonly proxyLog: string;
  readonly postgresLog: string;
}

/**
 * @param environment `KEYRACK_REAL_LITELLM` names the folder. @default `keyrack-real-litellm` in the folder for temporary files
 * @throws {Error} for a folder in the repository
 */
export function openScratch(environment: NodeJS.ProcessEnv): Scratch {
  const folder = resolve(environment['KEYRACK_REAL_LITELLM'] ?? join(tmpdir(), 'keyrack-real-litellm'));
  const repository = resolve(suite, '../../..');
  if (`${folder}/`.startsWith(`${repository}/`)) throw new Error('KEYRACK_REAL_LITELLM must name a folder outside the repository.');
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o755); // the database server may run as another user
  const venv = join(folder, 'venv');
  return {
    folder,
    venv,
    python: join(venv, 'bin/python'),
    engine: join(folder, 'engine'),
    generator: join(folder, 'generator'),
    proxyLog: join(folder, 'proxy.log'),
    postgresLog: join(folder, 'postgres.log'),
  };
}

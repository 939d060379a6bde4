import { existsSync, readdirSync, readFileSync, writeFileSync, cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './programs.ts';
import { litellmVersion, prismaClientVersion, prismaGeneratorVersion } from './release.ts';
import { suite } from './scratch.ts';
import type { Scratch } from './scratch.ts';

const packages = [
  `litellm[proxy]==${litellmVersion}`,
  `prisma==${prismaClientVersion}`,
  'psycopg[binary]',
  'requests',
  'rich',
  'keyring',
  'inquirerpy',
];
const npmFlags = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];

/**
 * Brings the real proxy into the scratch folder, once for each release: about 100 seconds and 0.9 GB. Later runs need no network.
 *
 * @throws {Error} without Python from 3.10 on (`PYTHON` names the interpreter), or when packages cannot be fetched
 */
export async function setUp(scratch: Scratch, environment: NodeJS.ProcessEnv): Promise<void> {
  cpSync(join(suite, 'engine'), scratch.engine, { recursive: true, filter: (source) => !source.endsWith('node_modules') });
  const ready = join(scratch.folder, 'ready');
  if (existsSync(ready) && readFileSync(ready, 'utf8') === packages.join(' ')) return;
  process.stderr.write(`Setting up LiteLLM ${litellmVersion} in ${scratch.folder}; this takes some minutes, once.\n`);
  const python = environment['PYTHON'] ?? 'python3';
  await run(python, ['-c', 'import sys, venv, ensurepip; assert sys.version_info >= (3, 10), "Python 3.10 or newer is needed"']);
  if (!existsSync(scratch.python)) await run(python, ['-m', 'venv', scratch.venv]);
  await run(scratch.python, ['-m', 'pip', 'install', '--quiet', ...packages]);
  await run('npm', ['ci', ...npmFlags], { cwd: scratch.engine });
  mkdirSync(scratch.generator, { recursive: true });
  const dependencies = { prisma: prismaGeneratorVersion };
  writeFileSync(join(scratch.generator, 'package.json'), JSON.stringify({ private: true, dependencies }));
  await run('npm', ['install', ...npmFlags], { cwd: scratch.generator });
  await generateClient(scratch);
  writeFileSync(ready, packages.join(' '));
}

/** The proxy's database client, generated for an engine of the running kind instead of those that the proxy's own image brings. */
async function generateClient(scratch: Scratch): Promise<void> {
  const schema = join(scratch.folder, 'schema.prisma');
  const original = readFileSync(join(sitePackages(scratch), 'litellm/proxy/schema.prisma'), 'utf8');
  writeFileSync(schema, original.replace(/^.*binaryTargets.*\n/m, ''));
  const program = join(scratch.generator, 'node_modules/prisma/build/index.js');
  await run(process.execPath, [program, 'generate', '--schema', schema], { env: prismaEnvironment(scratch) });
}

/** The folder with the installed Python packages. */
export function sitePackages({ venv }: Scratch): string {
  const [version] = readdirSync(join(venv, 'lib')).filter((name) => name.startsWith('python3'));
  if (version === undefined) throw new Error(`There is no Python in ${venv}: remove the folder and start again.`);
  return join(venv, 'lib', version, 'site-packages');
}

/** What the proxy and its database client are told; nothing of the caller's own environment but the way to programs. */
export function prismaEnvironment({ venv, engine, folder }: Scratch): Record<string, string> {
  const program = join(engine, 'engine.mjs');
  return {
    PATH: `${join(venv, 'bin')}:${join(process.execPath, '..')}:/usr/local/bin:/usr/bin:/bin`,
    HOME: folder,
    LANG: 'C.UTF-8',
    PRISMA_QUERY_ENGINE_BINARY: program,
    PRISMA_SCHEMA_ENGINE_BINARY: program, // never run; without one the generator would fetch it
    PRISMA_CLI_QUERY_ENGINE_TYPE: 'binary',
    PRISMA_HIDE_UPDATE_MESSAGE: 'true',
    CHECKPOINT_DISABLE: '1',
  };
}

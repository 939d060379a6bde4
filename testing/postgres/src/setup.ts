import type { TestProject } from 'vitest/node';
import { startPostgresServer } from './server.ts';

/** Starts the one server that all test files of a run share, each with databases of its own. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startPostgresServer();
  if (server === null) process.stderr.write(`no PostgreSQL for ${process.platform}-${process.arch}: its tests are skipped\n`);
  project.provide('postgres', server?.socketFolder ?? null);
  return async () => server?.[Symbol.asyncDispose]();
}

import type { ChildProcess } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { freePort } from './free-port.ts';
import type { Postgres } from './postgres.ts';
import { hasEnded, start, stop } from './programs.ts';
import { masterKey, proxyConfiguration } from './proxy-configuration.ts';
import type { ProxyKind } from './proxy-configuration.ts';
import type { Scratch } from './scratch.ts';
import { prismaEnvironment } from './setup.ts';

const startLimitMs = 240_000;

/** A running real proxy on the loopback address. */
export class RealProxy implements AsyncDisposable {
  readonly origin: string;
  readonly #database: Postgres;
  readonly #process: ChildProcess;

  private constructor(origin: string, database: Postgres, process: ChildProcess) {
    this.origin = origin;
    this.#database = database;
    this.#process = process;
  }

  /** Starts it on an empty database; this takes 20 to 40 seconds. @throws {Error} when it does not come up */
  static async start(scratch: Scratch, database: Postgres, kind: ProxyKind): Promise<RealProxy> {
    await database.empty();
    const configuration = join(scratch.folder, `${kind}.yaml`);
    writeFileSync(configuration, proxyConfiguration(kind));
    const port = await freePort();
    const flags = ['--config', configuration, '--host', '127.0.0.1', '--port', String(port), '--telemetry', 'False'];
    const env = {
      ...prismaEnvironment(scratch),
      LITELLM_LOCAL_MODEL_COST_MAP: 'True', // else prices are fetched at the start
      DISABLE_SCHEMA_UPDATE: 'true', // the tables are there
      ...(kind === 'no-database' ? {} : { DATABASE_URL: database.url }),
    };
    const options = { cwd: scratch.folder, env, log: scratch.proxyLog };
    const proxy = new RealProxy(`http://127.0.0.1:${port}`, database, start(join(scratch.venv, 'bin/litellm'), flags, options));
    try {
      await proxy.#ready(scratch.proxyLog);
    } catch (error) {
      await proxy[Symbol.asyncDispose]();
      throw error;
    }
    return proxy;
  }

  /** Removes all that calls have made. What the proxy holds in memory stays for up to a minute: never use a secret or a team twice. */
  empty(): Promise<void> {
    return this.#database.empty();
  }

  /** What the proxy itself says that it is. */
  async version(): Promise<string> {
    const answer = await fetch(`${this.origin}/health/readiness/details`, { headers: { authorization: `Bearer ${masterKey}` } });
    return ((await answer.json()) as { readonly litellm_version: string }).litellm_version; // as recorded
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await stop(this.#process, 'SIGTERM');
  }

  async #ready(log: string): Promise<void> {
    const beganMs = performance.now();
    while (!(await this.#answers())) {
      if (hasEnded(this.#process)) throw new Error(`The real proxy has ended; see ${log}`);
      if (performance.now() - beganMs > startLimitMs)
        throw new Error(`The real proxy is not ready after ${startLimitMs / 1000} s; see ${log}`);
      await setTimeout(250);
    }
  }

  async #answers(): Promise<boolean> {
    const answer = await fetch(`${this.origin}/health/readiness`).catch(() => null);
    await answer?.body?.cancel();
    return answer?.status === 200;
  }
}

import { checkFunction, checkObject, ConfigurationError, HttpError } from '@keyrack/http';
import type { Secret } from '@keyrack/secret';
import { readEnvironment, serversInEnvironment } from './environment.ts';
import type { Environment } from './environment.ts';
import { OutlineClient } from './outline-client.ts';
import type { OutlineClientOptions, OutlineConnectionOptions } from './outline-client.ts';
import type { ServerSummary, ServerSummaryOptions } from './server-summary.ts';

/** What became of a question to one of several servers. */
export type ServerResult<Value> =
  | { readonly server: string; readonly kind: 'done'; readonly value: Value }
  | { readonly server: string; readonly kind: 'failed'; readonly error: HttpError };

/**
 * Several servers, each under a name of yours. A server that is away takes nothing from the others: each has a result of its own.
 *
 * @example
 * await using servers = new OutlineServers({ berlin: { apiUrl, certSha256 }, paris: OutlineClient.fromAccessFile(text) });
 * for (const result of await servers.ask((outline) => outline.server.get())) console.log(result.server, result.kind);
 */
export class OutlineServers {
  readonly #clients: ReadonlyMap<string, OutlineClient>;

  /**
   * @param servers - options of clients, or clients; all of them are closed with this.
   * @throws {ConfigurationError} when an option is wrong; the message names the server.
   */
  constructor(servers: Readonly<Record<string, OutlineClientOptions | OutlineClient>>) {
    this.#clients = new Map(
      Object.entries(checkObject('outline', 'the servers', servers)).map(([name, server]) => [
        name,
        server instanceof OutlineClient ? server : connect(name, server),
      ]),
    );
  }

  /**
   * Makes clients of all servers that the environment describes: `OUTLINE_<NAME>_API_URL` with `OUTLINE_<NAME>_CERT_SHA256`, or
   * `OUTLINE_<NAME>_ACCESS`. Names are in lower case.
   *
   * @throws {ConfigurationError} when a description is incomplete.
   */
  static fromEnvironment(environment: Environment, options: OutlineConnectionOptions = {}): OutlineServers {
    checkObject('outline', 'the options of the clients', options);
    const names = serversInEnvironment(environment);
    return new OutlineServers(Object.fromEntries(names.map((name) => [name, { ...options, ...readEnvironment(environment, name) }])));
  }

  /** Makes clients from the text of several `access.txt` files. @throws {ConfigurationError} when one is incomplete. */
  static fromAccessFiles(files: Readonly<Record<string, string | Secret>>, options: OutlineConnectionOptions = {}): OutlineServers {
    return new OutlineServers(
      Object.fromEntries(
        Object.entries(checkObject('outline', 'the access files', files)).map(([name, text]) => [
          name,
          OutlineClient.fromAccessFile(text, options),
        ]),
      ),
    );
  }

  /** In the order in which they were given. */
  get names(): readonly string[] {
    return [...this.#clients.keys()];
  }

  /** @throws {ConfigurationError} when there is no server of this name. */
  get(name: string): OutlineClient {
    const client = this.#clients.get(name);
    if (client === undefined)
      throw new ConfigurationError('outline', `there is no server of this name; known are: ${this.names.join(', ')}`);
    return client;
  }

  /**
   * Does the same on every server at once.
   *
   * @returns a result for each server, in their order. An error that is not an {@link HttpError} is the caller's own and is thrown.
   */
  async ask<Value>(act: (client: OutlineClient, name: string) => Promise<Value>): Promise<readonly ServerResult<Value>[]> {
    checkFunction('outline', 'what is asked of the servers', act);
    return Promise.all(
      [...this.#clients].map(async ([server, client]): Promise<ServerResult<Value>> => {
        try {
          return { server, kind: 'done', value: await act(client, server) };
        } catch (error) {
          if (HttpError.isInstance(error)) return { server, kind: 'failed', error };
          throw error;
        }
      }),
    );
  }

  /** Reads a summary of every server; never throws for what one does. @throws {ConfigurationError} when an option is wrong */
  async summaries(options?: ServerSummaryOptions): Promise<ReadonlyMap<string, ServerSummary>> {
    const summaries = [...this.#clients].map(async ([name, client]) => [name, await client.serverSummary(options)] as const);
    return new Map(await Promise.all(summaries));
  }

  /** Closes all clients. */
  async close(): Promise<void> {
    await Promise.all([...this.#clients.values()].map((client) => client.close()));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  toString(): string {
    return `OutlineServers(${[...this.#clients].map(([name, { origin }]) => `${name}: ${origin}`).join(', ')})`;
  }

  toJSON(): string {
    return this.toString();
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString();
  }
}

function connect(name: string, options: OutlineClientOptions): OutlineClient {
  try {
    return new OutlineClient(options);
  } catch (error) {
    if (!ConfigurationError.isInstance(error)) throw error;
    throw new ConfigurationError('outline', `the server "${name}": ${error.fault}`, error.advice);
  }
}

import { checkFunction, checkObject } from '@keyrack/http';
import { wrong } from './configuration-error.ts';
import { VergeOSClient } from './vergeos-client.ts';
import type { VergeOSClientOptions } from './vergeos-client.ts';

/** What came of one site. */
export type SiteResult<Result> =
  | { readonly kind: 'done'; readonly value: Result }
  /** Whatever was thrown, an `HttpError` where the site or the way to it failed. */
  | { readonly kind: 'failed'; readonly error: unknown };

/**
 * Clients of several systems that are asked the same thing at once. One that fails does not keep the others from answering.
 *
 * @example
 * await using sites = new VergeOSSites({ berlin: { host: 'berlin.example', apiKey }, paris: { host: 'paris.example', apiKey } });
 * for (const [name, result] of Object.entries(await sites.each((site) => site.apiKeys.list()))) {
 *   console.log(name, result.kind === 'done' ? result.value.length : String(result.error));
 * }
 */
export class VergeOSSites<Name extends string = string> {
  readonly #clients: ReadonlyMap<Name, VergeOSClient>;

  /** @throws {ConfigurationError} when the options of a site are wrong. */
  constructor(sites: Readonly<Record<Name, VergeOSClientOptions>>) {
    const names = Object.keys(checkObject('vergeos', 'the sites', sites)) as Name[]; // a record has no other names than those of its type
    this.#clients = new Map(names.map((name) => [name, new VergeOSClient(sites[name])]));
  }

  get names(): readonly Name[] {
    return [...this.#clients.keys()];
  }

  /** The client of one site. @throws {ConfigurationError} for a name that is not among them. */
  site(name: Name): VergeOSClient {
    const client = this.#clients.get(name);
    if (client === undefined) throw wrong(`there is no site of this name; there are ${this.names.join(', ')}`);
    return client;
  }

  /** Does the same at every site at once, and tells for each what came of it. Never throws for what a site does. */
  async each<Result>(act: (site: VergeOSClient, name: Name) => Promise<Result>): Promise<Readonly<Record<Name, SiteResult<Result>>>> {
    checkFunction('vergeos', 'what is done at the sites', act);
    const results = await Promise.all(
      [...this.#clients].map(async ([name, client]): Promise<readonly [Name, SiteResult<Result>]> => {
        try {
          return [name, { kind: 'done', value: await act(client, name) }];
        } catch (error) {
          return [name, { kind: 'failed', error }];
        }
      }),
    );
    // One for each name.
    return Object.fromEntries(results) as Readonly<Record<Name, SiteResult<Result>>>;
  }

  /** Closes all of them; see {@link VergeOSClient.close}. */
  async close(): Promise<void> {
    await Promise.all([...this.#clients.values()].map((client) => client.close()));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

import type { VergeOSEmulator } from '@keyrack/emulators';
import { VergeOSClient } from '../src/index.ts';
import type { VergeOSClientOptions } from '../src/index.ts';

/** What a test says differently about its connection; `undefined` takes an option away. */
export type Differences = { readonly [Name in keyof VergeOSClientOptions]?: VergeOSClientOptions[Name] | undefined };

/** Opens clients of one emulator, and closes them all. */
export class Clients {
  readonly #emulator: VergeOSEmulator;
  readonly #opened: VergeOSClient[] = [];

  constructor(emulator: VergeOSEmulator) {
    this.#emulator = emulator;
  }

  /** A client with the first user's API key, unless the options say something else. */
  open(differences: Differences = {}): VergeOSClient {
    const { url, apiKey, certSha256 } = this.#emulator;
    const options = { baseUrl: url, apiKey, certSha256, retries: { delayMs: 1 }, ...differences };
    // What is undefined is left out, and the rest is what the client takes.
    const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as unknown as VergeOSClientOptions;
    const client = new VergeOSClient(given);
    this.#opened.push(client);
    return client;
  }

  async close(): Promise<void> {
    for (const client of this.#opened.splice(0)) await client.close();
  }
}

/** What a promise fails with; undefined: it does not. */
export const failureOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );

/** Everything that an iterable gives. */
export async function allOf<Item>(items: AsyncIterable<Item>): Promise<readonly Item[]> {
  const found: Item[] = [];
  for await (const item of items) found.push(item);
  return found;
}

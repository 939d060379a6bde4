import { startOutlineEmulator } from '@keyrack/emulators';
import type { OutlineEmulator } from '@keyrack/emulators';
import { OutlineClient } from '../../src/index.ts';
import type { OutlineClientOptions } from '../../src/index.ts';

/** A fresh server and a client of it; both end with their scope. */
export interface Connected extends AsyncDisposable {
  readonly emulator: OutlineEmulator;
  readonly outline: OutlineClient;
  /** What the server was asked, as `METHOD /path status`. */
  calls(): readonly string[];
}

export async function connectToFresh(options: Partial<OutlineClientOptions> = {}): Promise<Connected> {
  const emulator = await startOutlineEmulator();
  const outline = new OutlineClient({ apiUrl: emulator.apiUrl, certSha256: emulator.certSha256, retries: { delayMs: 10 }, ...options });
  return {
    emulator,
    outline,
    calls: () => emulator.accessLog.entries().map(({ method, path, status }) => `${method} ${path} ${status}`),
    async [Symbol.asyncDispose]() {
      await outline.close();
      await emulator.close();
    },
  };
}

/** What a promise was rejected with; undefined when it was not. */
export async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
    return undefined;
  } catch (error) {
    return error;
  }
}

export async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const collected: Item[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}

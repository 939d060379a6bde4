import { HttpClient, nodeTransport } from '../../src/index.ts';
import type { HttpClientOptions, Transport } from '../../src/index.ts';
import type { TestServer } from './test-server.ts';

/** Both engines of the default transport; every guarantee holds for each. */
export const engines: readonly { readonly engine: string; readonly make: () => Transport }[] = [
  { engine: 'node:https', make: () => nodeTransport({ undiciAfterRequests: Number.POSITIVE_INFINITY }) },
  { engine: 'undici', make: () => nodeTransport({ undiciAfterRequests: 0 }) },
];

/** A client of a test's server that trusts it by its pin and does not wait between retries. */
export function clientOf(server: TestServer, options: Partial<HttpClientOptions> = {}): HttpClient {
  return new HttpClient({
    system: 'testing',
    version: '1.2.3',
    baseUrl: server.origin,
    ...(server.certificate === undefined ? {} : { tls: { certSha256: server.certSha256 } }),
    retries: { delayMs: 0 },
    ...options,
  });
}

/** What a promise was rejected with. */
export async function errorOf(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('expected a rejection');
}

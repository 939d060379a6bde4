import { fetchTransport } from '../../src/index.ts';
import type { Transport, TransportRequest } from '../../src/index.ts';
import { engines } from './clients.ts';
import { TestServer } from './test-server.ts';
import type { Answerer } from './test-server.ts';

/** A transport with a server that it can reach. */
export interface Carrier {
  readonly name: string;
  readonly make: () => Transport;
  readonly isTls: boolean;
}

/** Everything that carries requests. `fetch` cannot trust a certificate of a test's own, so it is tried over plain http. */
export const carriers: readonly Carrier[] = [
  ...engines.map(({ engine, make }) => ({ name: engine, make, isTls: true })),
  { name: 'fetch', make: () => fetchTransport(), isTls: false },
];

export function startFor(carrier: Carrier, answer: Answerer): Promise<TestServer> {
  return TestServer.start(answer, carrier.isTls ? {} : { certificate: false });
}

/** A plain GET; what matters to a test is laid over it. */
export function requestTo(server: TestServer, more: Partial<TransportRequest> = {}): TransportRequest {
  return {
    target: {
      origin: server.origin,
      certSha256: server.certificate === undefined ? undefined : server.certSha256,
      ca: undefined,
      proxy: undefined,
      idleTimeoutMs: 4_000,
    },
    method: 'GET',
    path: '/',
    headers: { accept: 'application/json' },
    body: undefined,
    maxResponseBytes: 1_000_000,
    signal: new AbortController().signal,
    ...more,
  };
}

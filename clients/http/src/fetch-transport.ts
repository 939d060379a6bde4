import { checkFunction } from './argument-checks.ts';
import { BodyCollector } from './body-collector.ts';
import { TransportFailure } from './transport.ts';
import type { Transport, TransportFailureKind, TransportFeature, TransportRequest, TransportResponse } from './transport.ts';

/** The part of `fetch` that is used, for runtimes that bring their own. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/**
 * A transport over the platform's `fetch`, for runtimes other than Node. It cannot look at a certificate before it writes,
 * so a client with a pin, a CA or a proxy refuses it.
 *
 * @example
 * const client = new LiteLLMClient({ baseUrl, apiKey, transport: fetchTransport() });
 */
export function fetchTransport(fetch: Fetch = globalThis.fetch): Transport {
  return new FetchTransport(checkFunction('http', 'fetch', fetch));
}

/** What is certain to have happened before anything was written; everything else may have been sent. */
const unsentReasons: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);
const certificateReason = /^(?:DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|CERT_|ERR_TLS_CERT_)/;

class FetchTransport implements Transport {
  readonly honours: readonly TransportFeature[] = [];
  readonly #fetch: Fetch;

  constructor(fetch: Fetch) {
    this.#fetch = fetch;
  }

  async send(request: TransportRequest): Promise<TransportResponse> {
    let status: number | undefined;
    try {
      // Called bare: some platforms refuse a `fetch` that belongs to something else.
      const send = this.#fetch;
      const response = await send(request.target.origin + request.path, initOf(request));
      // A browser hides what a redirect says.
      status = response.type === 'opaqueredirect' ? 302 : response.status;
      return { status, headers: Object.fromEntries(response.headers), body: await readAll(response, request) };
    } catch (error) {
      if (TransportFailure.isInstance(error)) throw error;
      throw failureOf(request.signal, error, status);
    }
  }

  async close(): Promise<void> {
    // The platform keeps its own connections.
  }
}

function initOf({ method, headers, body, signal }: TransportRequest): RequestInit {
  // The length is the platform's to write, and some platforms refuse to be given it.
  const { 'content-length': _, ...own } = headers;
  const init: RequestInit = { method, headers: own, signal, redirect: 'manual', credentials: 'omit', cache: 'no-store' };
  return body === undefined ? init : { ...init, body };
}

async function readAll(response: Response, { maxResponseBytes, receive }: TransportRequest): Promise<Uint8Array> {
  const body = new BodyCollector(maxResponseBytes);
  if (response.body === null) return body.take();
  const reader = response.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return body.take();
    if (receive !== undefined && response.ok) {
      await receive(value);
      continue;
    }
    if (body.add(value)) continue;
    await reader.cancel();
    throw new TransportFailure('too-large', { reason: 'TOO_LARGE', sent: true, status: response.status });
  }
}

function failureOf(signal: AbortSignal, error: unknown, status: number | undefined): TransportFailure {
  if (signal.aborted) return new TransportFailure('aborted', { reason: 'ABORTED', sent: true, status });
  if (status !== undefined) return new TransportFailure('lost', { reason: 'TRUNCATED', sent: true, status });
  const reason = codeIn(error);
  const kind: TransportFailureKind = certificateReason.test(reason) ? 'certificate' : unsentReasons.has(reason) ? 'connect' : 'lost';
  return new TransportFailure(kind, { reason, sent: kind === 'lost' });
}

/** Where Node's `fetch` keeps the word for what failed; other runtimes have none. */
function codeIn(error: unknown): string {
  const cause: unknown = error instanceof Error ? error.cause : undefined;
  const code: unknown = typeof cause === 'object' && cause !== null ? Reflect.get(cause, 'code') : undefined;
  return typeof code === 'string' ? code : 'UNKNOWN';
}

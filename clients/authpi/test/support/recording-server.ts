import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as it arrived. */
export interface SeenRequest {
  readonly line: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** What a test's server does with a request; `turn` counts from 0. */
export type Answerer = (request: SeenRequest, response: ServerResponse, turn: number) => unknown;

/** A real server whose answers a test writes itself, for what the emulator does not do. */
export class RecordingServer implements AsyncDisposable {
  readonly url: string;
  readonly seen: SeenRequest[];
  readonly #close: () => Promise<void>;

  private constructor(url: string, seen: SeenRequest[], close: () => Promise<void>) {
    this.url = url;
    this.seen = seen;
    this.#close = close;
  }

  static async start(answer: Answerer): Promise<RecordingServer> {
    const seen: SeenRequest[] = [];
    const server = createServer((incoming, response) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('end', () => {
        const { method = '', url = '', headers } = incoming;
        const request = { line: `${method} ${url}`, headers, body: Buffer.concat(chunks).toString() };
        seen.push(request);
        answer(request, response, seen.length - 1);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo; // a TCP server's address is never a string
    return new RecordingServer(`http://127.0.0.1:${port}`, seen, async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    });
  }

  /** The values of one header, in the order of the requests. */
  values(header: string): readonly unknown[] {
    return this.seen.map(({ headers }) => headers[header]);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#close();
  }
}

/** Answers with JSON. */
export function json(response: ServerResponse, status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

/** An error in the words of the service. */
export function refusal(error: string, more: object = {}): object {
  return { error, error_description: 'Said.', retryable: false, ...more };
}

import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as it went over the wire. */
export interface SeenRequest {
  readonly line: string;
  readonly idempotencyKey: string | undefined;
  readonly body: string;
}

/** Passes everything on and remembers it, since the emulator's log holds neither headers nor bodies. */
export class RecordingProxy implements AsyncDisposable {
  readonly url: string;
  readonly seen: SeenRequest[];
  readonly #close: () => Promise<void>;

  private constructor(url: string, seen: SeenRequest[], close: () => Promise<void>) {
    this.url = url;
    this.seen = seen;
    this.#close = close;
  }

  static async start(target: string): Promise<RecordingProxy> {
    const seen: SeenRequest[] = [];
    const server = createServer((incoming, response) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('end', () => {
        const { method = '', url = '', headers } = incoming;
        const body = Buffer.concat(chunks);
        const idempotencyKey = headers['idempotency-key'];
        seen.push({ line: `${method} ${url}`, idempotencyKey: idempotencyKey?.toString(), body: body.toString() });
        const outgoing = request(new URL(url, target), { method, headers, agent: false }, (answer) => {
          response.writeHead(answer.statusCode ?? 0, answer.headers);
          answer.pipe(response);
        });
        outgoing.on('error', () => response.destroy());
        outgoing.end(body);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo; // a TCP server's address is never a string
    return new RecordingProxy(`http://127.0.0.1:${port}`, seen, async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    });
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#close();
  }
}

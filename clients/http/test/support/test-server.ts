import { createHash, X509Certificate } from 'node:crypto';
import { createServer as createPlainServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { selfSignedCertificate } from '@keyrack/emulators';
import type { ServerCertificate } from '@keyrack/emulators';

/** A request as it arrived. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
  /** 1 for the first connection that the server accepted. */
  readonly connection: number;
}

/** What a test's server does with a request. */
export type Answerer = (request: SeenRequest, response: ServerResponse, socket: Socket) => unknown;

export interface TestServerOptions {
  /** `false`: plain http. @default a fresh certificate for `localhost` */
  readonly certificate?: ServerCertificate | false;
  /** As the server announces and keeps it. @default 5_000, like Outline */
  readonly keepAliveTimeoutMs?: number;
}

/** A real server in this process, on a port of its own. */
export class TestServer implements AsyncDisposable {
  readonly requests: SeenRequest[] = [];
  readonly sockets = new Set<Socket>();
  connections = 0;
  readonly #server: Server;
  readonly certificate: ServerCertificate | undefined;

  private constructor(server: Server, certificate: ServerCertificate | undefined) {
    this.#server = server;
    this.certificate = certificate;
  }

  static async start(answer: Answerer, options: TestServerOptions = {}): Promise<TestServer> {
    const certificate = options.certificate === false ? undefined : (options.certificate ?? (await selfSignedCertificate('localhost')));
    const server = certificate === undefined ? createPlainServer() : createTlsServer(certificate);
    server.keepAliveTimeout = options.keepAliveTimeoutMs ?? 5_000;
    const started = new TestServer(server, certificate);
    const numbers = new WeakMap<Socket, number>();
    server.on(certificate === undefined ? 'connection' : 'secureConnection', (socket: Socket) => {
      started.connections += 1;
      numbers.set(socket, started.connections);
      started.sockets.add(socket);
      socket.on('close', () => started.sockets.delete(socket));
      socket.on('error', () => undefined);
    });
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      void readText(request).then((body) => {
        const { method = '', url = '', headers, socket } = request;
        const seen = { method, path: url, headers, body, connection: numbers.get(socket) ?? 0 };
        started.requests.push(seen);
        answer(seen, response, socket);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
    return started;
  }

  get port(): number {
    // A listening TCP server has an address with a port.
    return (this.#server.address() as AddressInfo).port;
  }

  get origin(): string {
    return `${this.certificate === undefined ? 'http' : 'https'}://localhost:${this.port}`;
  }

  get certSha256(): string {
    return sha256Of(this.certificate);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }
}

export function sha256Of(certificate: ServerCertificate | undefined): string {
  return createHash('sha256')
    .update(new X509Certificate(certificate?.cert ?? '').raw)
    .digest('hex');
}

/** Answers with JSON. */
export function json(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Answerer {
  return (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify(body));
  };
}

/** Answers the first request with the first, and every one after the last with the last. */
export function inTurn(...answers: readonly Answerer[]): Answerer {
  let turn = 0;
  return (request, response, socket) => {
    const answer = answers[Math.min(turn, answers.length - 1)];
    turn += 1;
    return answer?.(request, response, socket);
  };
}

/** Writes bytes as they are, past Node's own server. */
export function raw(text: string, then: 'keep' | 'end' | 'destroy' = 'keep'): Answerer {
  return (_request, _response, socket) => {
    socket.write(text, () => {
      if (then === 'end') socket.end();
      if (then === 'destroy') socket.destroy();
    });
  };
}

/** Drops the connection without an answer. */
export const reset: Answerer = (_request, _response, socket) => socket.destroy();

/** Never answers. */
export const silence: Answerer = () => undefined;

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

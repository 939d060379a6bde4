import { createServer as createHttpServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { ServerCertificate } from './certificate.ts';

/** How the server listens. It binds the loopback address only. */
export interface SocketServerOptions {
  /** @default 0, any free port */
  readonly port?: number;
  /** Without it the server speaks plain HTTP. */
  readonly certificate?: ServerCertificate;
  /** How long an idle connection is kept, as the emulated system does, in milliseconds. */
  readonly keepAliveTimeoutMs: number;
}

/** A server on 127.0.0.1 that can be killed like a process and started again on the same port. */
export class SocketServer {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #port: number;

  constructor(options: SocketServerOptions, listener: RequestListener) {
    this.#server = options.certificate === undefined ? createHttpServer(listener) : createHttpsServer(options.certificate, listener);
    this.#server.keepAliveTimeout = options.keepAliveTimeoutMs;
    // Newer Node waits a second longer than it announces; the emulated systems do not.
    Object.assign(this.#server, { keepAliveTimeoutBuffer: 0 });
    this.#server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
    });
    this.#port = options.port ?? 0;
  }

  /** The port it listens on, or listened on before it was killed. */
  get port(): number {
    return this.#port;
  }

  get listening(): boolean {
    return this.#server.listening;
  }

  /** Starts to listen. @throws the system's error when the port is taken */
  async start(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(this.#port, '127.0.0.1', () => {
        this.#server.off('error', reject);
        resolve();
      });
    });
    this.#port = (this.#server.address() as AddressInfo).port; // a TCP server's address is never a string
  }

  /** Cuts every connection and stops listening, at once. */
  async kill(): Promise<void> {
    if (!this.#server.listening) return;
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }
}

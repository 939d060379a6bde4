import type { ClientRequestArgs, IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { BodyCollector } from '../body-collector.ts';
import { TransportFailure } from '../transport.ts';
import type { Target, TransportFailureKind, TransportRequest, TransportResponse } from '../transport.ts';
import { announcesTrouble } from './announces-trouble.ts';
import { http } from './builtins.ts';
import { Connector } from './connector.ts';
import type { Engine } from './engine.ts';
import { codeOf } from './error-code.ts';
import { joinHeaders } from './join-headers.ts';

/** What our agent hands from a request to the connection that is made for it. */
interface ConnectionArgs extends ClientRequestArgs {
  readonly onConnecting?: (cancel: () => void) => void;
}

/** Node's own client: nothing to load, and fast enough until a process has very many requests. */
export class HttpsEngine implements Engine {
  readonly #agent: TargetAgent;
  readonly #host: string;

  constructor(target: Target) {
    this.#agent = new TargetAgent(target);
    this.#host = new URL(target.origin).host;
  }

  send(request: TransportRequest): Promise<TransportResponse> {
    const { promise, resolve, reject } = Promise.withResolvers<TransportResponse>();
    const { signal } = request;
    const body = new BodyCollector(request.maxResponseBytes);
    let sent = false;
    let status: number | undefined;
    let cancelConnecting = (): void => undefined;
    const options: ConnectionArgs = {
      agent: this.#agent,
      method: request.method,
      path: request.path,
      headers: { ...request.headers, host: this.#host },
      onConnecting: (cancel) => (cancelConnecting = cancel),
    };
    const fail = (kind: TransportFailureKind, reason: string): void => {
      signal.removeEventListener('abort', abort);
      reject(new TransportFailure(kind, { reason, sent, status }));
      cancelConnecting();
      outgoing.destroy();
    };
    const abort = (): void => fail('aborted', 'ABORTED');
    const read = (incoming: IncomingMessage): void => {
      status = incoming.statusCode ?? 0;
      if (announcesTrouble(status)) this.#agent.distrust(incoming.socket);
      const receive = status >= 200 && status < 300 ? request.receive : undefined;
      let taken: Promise<void> | undefined;
      incoming.on('data', (chunk: Uint8Array) => {
        if (receive === undefined) {
          if (!body.add(chunk)) fail('too-large', 'TOO_LARGE');
          return;
        }
        taken = receive(chunk);
        if (taken === undefined) return;
        incoming.pause();
        void taken.then(() => incoming.resume());
      });
      incoming.once('error', (error) => fail('lost', incoming.complete ? codeOf(error) : 'TRUNCATED'));
      const finish = (): void => {
        signal.removeEventListener('abort', abort);
        resolve({ status: incoming.statusCode ?? 0, headers: joinHeaders(incoming.headers), body: body.take() });
      };
      // Pausing does not hold the end back.
      incoming.once('end', () => (taken === undefined ? finish() : void taken.then(finish)));
    };
    const outgoing = http.request(options);
    outgoing.once('socket', () => (sent = true));
    outgoing.once('response', read);
    outgoing.on('error', (error) => {
      if (TransportFailure.isInstance(error)) fail(error.kind, error.reason);
      else fail('lost', codeOf(error));
    });
    if (signal.aborted) abort();
    else {
      signal.addEventListener('abort', abort, { once: true });
      outgoing.end(request.body);
    }
    return promise;
  }

  async close(): Promise<void> {
    this.#agent.destroy();
  }
}

/** Keeps the idle connections of one target; every name it could be asked for is the same. */
class TargetAgent extends http.Agent {
  readonly #connector: Connector;
  readonly #distrusted = new WeakSet<object>();

  constructor(target: Target) {
    super({ keepAlive: true, scheduling: 'lifo', maxFreeSockets: 1_024, timeout: target.idleTimeoutMs });
    this.#connector = new Connector(target);
  }

  /** Never uses this connection again. */
  distrust(socket: Socket): void {
    this.#distrusted.add(socket);
  }

  override getName(): string {
    return 'target';
  }

  override createConnection(options: ConnectionArgs, connected: (failure: Error | null, socket: Duplex) => void): undefined {
    // Node's types say that there always is a socket; its code does not look at it when there is an error.
    const cancel = this.#connector.connect(connected as Parameters<Connector['connect']>[0]);
    options.onConnecting?.(cancel);
  }

  override keepSocketAlive(socket: Duplex): boolean {
    if (this.#distrusted.has(socket)) return false;
    // Typed as returning nothing, documented as returning whether the socket is kept.
    return super.keepSocketAlive(socket) as unknown as boolean;
  }
}

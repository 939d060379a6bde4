import { Client } from 'undici';
import type { Target, TransportRequest, TransportResponse } from '../transport.ts';
import { announcesTrouble } from './announces-trouble.ts';
import { Connector } from './connector.ts';
import type { Engine } from './engine.ts';
import { UndiciExchange } from './undici-exchange.ts';

/** undici takes this long off a server's own keep-alive time, for what is on its way. */
const keepAliveMarginMs = 1_000;

/** One connection of undici's; a pool of our own, since undici's cannot drop a single one of its connections. */
class Line {
  readonly client: Client;
  #cancelConnecting: (() => void) | undefined;

  constructor(connector: Connector, target: Target) {
    this.client = new Client(target.origin, {
      pipelining: 1,
      allowH2: false,
      headersTimeout: 0,
      bodyTimeout: 0,
      keepAliveTimeout: target.idleTimeoutMs,
      keepAliveMaxTimeout: target.idleTimeoutMs,
      keepAliveTimeoutThreshold: keepAliveMarginMs,
      connect: (_options, connected) => {
        this.#cancelConnecting = connector.connect((failure, socket) =>
          socket === null ? connected(failure ?? new Error(), null) : connected(null, socket),
        );
      },
    });
  }

  /** Ends the connection and whatever is on it. */
  drop(): void {
    this.#cancelConnecting?.();
    void this.client.destroy();
  }
}

/** The fastest client under load; loaded only by processes that have one. */
export class UndiciEngine implements Engine {
  readonly #target: Target;
  readonly #connector: Connector;
  readonly #lines = new Set<Line>();
  readonly #free: Line[] = [];

  constructor(target: Target) {
    this.#target = target;
    this.#connector = new Connector(target);
  }

  send(request: TransportRequest): Promise<TransportResponse> {
    const { promise, resolve, reject } = Promise.withResolvers<TransportResponse>();
    const line = this.#take();
    const exchange = new UndiciExchange(request, {
      answered: (answer) => {
        if (announcesTrouble(answer.status)) this.#drop(line);
        else this.#free.push(line);
        resolve(answer);
      },
      failed: (failure) => {
        this.#drop(line);
        reject(failure);
      },
    });
    exchange.start(line.client);
    return promise;
  }

  async close(): Promise<void> {
    for (const line of this.#lines) this.#drop(line);
    this.#free.length = 0;
  }

  #take(): Line {
    const free = this.#free.pop();
    if (free !== undefined) return free;
    const line = new Line(this.#connector, this.#target);
    this.#lines.add(line);
    return line;
  }

  #drop(line: Line): void {
    this.#lines.delete(line);
    line.drop();
  }
}

import { checkObject } from './argument-checks.ts';
import type { Engine } from './node/engine.ts';
import { TransportFailure } from './transport.ts';
import type { Target, Transport, TransportFeature, TransportRequest, TransportResponse } from './transport.ts';

/** Fine-tuning of {@link nodeTransport}. */
export interface NodeTransportOptions {
  /**
   * Requests before undici is loaded. It is the fastest under load and takes longer to load than a short program runs, so
   * the first requests go through Node's own client. 0: at once; `Infinity`: never.
   * @default 100
   */
  readonly undiciAfterRequests?: number;
}

/** The default transport: Node's own client, and undici once a process has shown that it has many requests to send. */
export function nodeTransport(options: NodeTransportOptions = {}): Transport {
  return new NodeTransport(checkObject('http', 'the options of a transport', options).undiciAfterRequests ?? 100);
}

/** Makes an engine for a target. */
type EngineType = new (target: Target) => Engine;

/** Loads what it needs when it is first needed, so that importing a client costs nothing. */
class NodeTransport implements Transport {
  readonly honours: readonly TransportFeature[] = ['certSha256', 'ca', 'proxy'];
  readonly #undiciAfterRequests: number;
  readonly #opened = new Map<string, Engine>();
  #engines = new WeakMap<Target, Engine>();
  #type: EngineType | undefined;
  #firstType: Promise<EngineType> | undefined;
  #started = 0;
  #isSpedUp = false;

  constructor(undiciAfterRequests: number) {
    this.#undiciAfterRequests = undiciAfterRequests;
  }

  send(request: TransportRequest): Promise<TransportResponse> {
    this.#started += 1;
    if (this.#type === undefined) return this.#sendFirst(request);
    if (this.#started > this.#undiciAfterRequests && !this.#isSpedUp) void this.#speedUp();
    return this.#engineFor(request.target, this.#type).send(request);
  }

  async close(): Promise<void> {
    const engines = [...this.#opened.values()];
    this.#opened.clear();
    this.#engines = new WeakMap();
    await Promise.all(engines.map((engine) => engine.close()));
  }

  async #sendFirst(request: TransportRequest): Promise<TransportResponse> {
    this.#isSpedUp ||= this.#undiciAfterRequests === 0;
    this.#firstType ??= this.#isSpedUp ? loadUndici() : loadHttps();
    this.#type ??= await this.#firstType;
    return this.#engineFor(request.target, this.#type).send(request);
  }

  /** The connections of the engine before are left to finish and to become idle. */
  async #speedUp(): Promise<void> {
    this.#isSpedUp = true;
    try {
      this.#type = await loadUndici();
      this.#engines = new WeakMap();
    } catch {
      // A bundle may have left undici out; the first engine does everything that it does.
    }
  }

  #engineFor(target: Target, type: EngineType): Engine {
    const known = this.#engines.get(target);
    if (known !== undefined) return known;
    // Clients of the same target that are given the same transport share its connections.
    const key = JSON.stringify([type.name, target]);
    const engine = this.#opened.get(key) ?? new type(target);
    this.#opened.set(key, engine);
    this.#engines.set(target, engine);
    return engine;
  }
}

async function loadHttps(): Promise<EngineType> {
  try {
    return (await import('./node/https-engine.ts')).HttpsEngine;
  } catch {
    throw new TransportFailure('connect', { reason: 'NOT_ON_NODE', sent: false });
  }
}

async function loadUndici(): Promise<EngineType> {
  return (await import('./node/undici-engine.ts')).UndiciEngine;
}

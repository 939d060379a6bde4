import { createHash } from 'node:crypto';
import type { KeyLimits } from '@keyrack/contracts';
import type { Secret } from '@keyrack/secret';
import type { UpstreamFault } from '../provider/provider-harness.ts';
import { MemoryFailure } from './memory-failure.ts';

/** A key of the memory system. */
export interface MemoryKey {
  readonly id: string;
  readonly name: string;
  readonly secret: string;
  readonly suspended: boolean;
  readonly limits: KeyLimits;
  readonly expiresAtMs: number | null;
  readonly rackId: string | null;
  readonly usage: { readonly lastUsedAtMs: number | null; readonly dataBytes: number; readonly spendUsd: number };
}

/** What a key is made of. */
export interface NewMemoryKey {
  readonly id: string;
  readonly name: string;
  readonly secret: string;
  readonly limits: KeyLimits;
  readonly expiresAtMs: number | null;
}

/** How a call reaches the system. */
export interface MemoryCall {
  readonly credential: Secret;
  readonly writes: boolean;
  readonly signal?: AbortSignal | undefined;
}

const noUsage: MemoryKey['usage'] = { lastUsedAtMs: null, dataBytes: 0, spendUsd: 0 };

/**
 * A foreign system without sockets, with every ability that any real one has: ids and secrets chosen by the caller or by
 * itself, idempotency keys, suspension, expiry, all limits. An adapter uses the part that its strategy is about.
 */
export class MemorySystem {
  readonly identity = 'memory-system-1';
  readonly credential: Secret;
  readonly keys = new Map<string, MemoryKey>();
  readonly replays = new Map<string, MemoryKey>();
  requests = 0;
  fault: UpstreamFault | null = null;
  #delayed: (() => void)[] = [];
  #made = 0;

  constructor(credential: Secret) {
    this.credential = credential;
  }

  /** Carries one request there and its answer back, through the fault that is set. */
  async call<Result>({ credential, writes, signal }: MemoryCall, act: () => Result): Promise<Result> {
    if (signal?.aborted) throw new MemoryFailure('aborted');
    this.requests += 1;
    await Promise.resolve();
    const acting = (): Result => {
      if (!credential.equals(this.credential)) throw new MemoryFailure('unauthorized');
      return act();
    };
    const { fault } = this;
    if (fault === null || (fault.calls !== 'all' && (fault.calls === 'writes') !== writes)) return acting();
    switch (fault.kind) {
      case 'answer-lost':
        ignoreFailure(acting);
        throw new MemoryFailure('lost');
      case 'request-lost':
        throw new MemoryFailure('lost');
      case 'delayed':
        this.#delayed.push(() => ignoreFailure(acting));
        throw new MemoryFailure('lost');
      case 'hanging':
        ignoreFailure(acting);
        await aborted(signal);
        throw new MemoryFailure('lost');
      case 'failing':
        throw new MemoryFailure('failing');
      case 'misrouted':
        throw new MemoryFailure('unknown-route');
    }
  }

  releaseDelayed(): void {
    for (const act of this.#delayed.splice(0)) act();
  }

  /** An id and a secret as the system itself would choose them. */
  choose(): { readonly id: string; readonly secret: string } {
    this.#made += 1;
    return { id: `made-${this.#made}`, secret: createHash('sha256').update(`secret ${this.#made}`).digest('hex') };
  }

  /** Makes a key. An id or a secret that another key has is a conflict, as is a name where names are unique. */
  create(made: NewMemoryKey, options: { readonly uniqueName?: boolean } = {}): MemoryKey {
    for (const other of this.keys.values()) {
      const taken = other.id === made.id || other.secret === made.secret || (options.uniqueName === true && other.name === made.name);
      if (taken) throw new MemoryFailure('conflict');
    }
    const key = { ...made, suspended: false, rackId: null, usage: noUsage };
    this.keys.set(key.id, key);
    return key;
  }

  get(id: string): MemoryKey {
    const key = this.keys.get(id);
    if (key === undefined) throw new MemoryFailure('no-such-key');
    return key;
  }

  update(id: string, part: Partial<MemoryKey>): void {
    this.keys.set(id, { ...this.get(id), ...part });
  }

  remove(id: string): void {
    this.get(id);
    this.keys.delete(id);
  }

  /** The key that this secret opens; undefined: none. */
  opens(secret: Secret): MemoryKey | undefined {
    return [...this.keys.values()].find((key) => key.secret === secret.reveal() && !key.suspended);
  }
}

function ignoreFailure(act: () => unknown): void {
  try {
    act();
  } catch {
    // The caller is not there any more to be told.
  }
}

function aborted(signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => signal?.addEventListener('abort', () => resolve(), { once: true }));
}

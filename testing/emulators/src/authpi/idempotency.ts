import type { EmulatedAnswer } from '../kit/exchange.ts';
import { invalidRequest, keyReused, stillInFlight } from './api-error.ts';

/** How long a key stands for its first request, in milliseconds. */
const keptMs = 24 * 3_600_000;
/** Answers above this many bytes are replayed without their body. */
const largestKeptBytes = 512 * 1024;
const longestKey = 256;

interface Entry {
  readonly fingerprint: string;
  readonly since: number;
  /** Absent while the request is being worked on. */
  readonly answer?: EmulatedAnswer;
}

/** What a request with an Idempotency-Key meets: its own earlier answer, or leave to act. */
export type Admission = { readonly kind: 'replay'; readonly answer: EmulatedAnswer } | { readonly kind: 'act'; readonly finish: Finish };

/** Keeps the answer of a request that has acted, or frees its key. */
type Finish = (answer: EmulatedAnswer | undefined) => void;

/** The Idempotency-Keys of all accounts. Only what succeeded is kept; what failed frees its key. */
export class IdempotencyKeys {
  readonly #entries = new Map<string, Entry>();
  readonly #nowMs: () => number;

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  /** How many requests are being worked on. */
  get inFlight(): number {
    return [...this.#entries.values()].filter(({ answer }) => answer === undefined).length;
  }

  /**
   * Lets a request in.
   * @param fingerprint what tells one request from another: its path and body
   * @throws {ApiError} 400 for a key of a wrong length, 422 for another request's, 409 while the first one is worked on
   */
  admit(accountId: string, key: string, fingerprint: string): Admission {
    if (key.length < 1 || key.length > longestKey) throw invalidRequest(`The Idempotency-Key must have 1 to ${longestKey} characters.`);
    const name = `${accountId}\n${key}`;
    const known = this.#known(name);
    if (known === undefined) {
      this.#entries.set(name, { fingerprint, since: this.#nowMs() });
      return { kind: 'act', finish: (answer) => this.#finish(name, answer) };
    }
    if (known.fingerprint !== fingerprint) throw keyReused();
    if (known.answer === undefined) throw stillInFlight();
    return { kind: 'replay', answer: replayed(known.answer) };
  }

  /** The process was started again: what it was working on is lost, and its keys are free. */
  restarted(): void {
    for (const [name, { answer }] of this.#entries) if (answer === undefined) this.#entries.delete(name);
  }

  #known(name: string): Entry | undefined {
    const entry = this.#entries.get(name);
    if (entry === undefined || this.#nowMs() < entry.since + keptMs) return entry;
    this.#entries.delete(name);
    return undefined;
  }

  #finish(name: string, answer: EmulatedAnswer | undefined): void {
    const entry = this.#entries.get(name);
    if (entry === undefined) return;
    if (answer !== undefined && answer.status >= 200 && answer.status < 300) this.#entries.set(name, { ...entry, answer });
    else this.#entries.delete(name);
  }
}

function replayed(answer: EmulatedAnswer): EmulatedAnswer {
  const { body } = answer;
  const tooLarge = typeof body === 'string' && Buffer.byteLength(body) > largestKeptBytes;
  return { ...answer, headers: [...answer.headers, ['Idempotent-Replayed', 'true']], body: tooLarge ? '' : body };
}

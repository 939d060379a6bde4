/** One call to the emulated system. It holds no header and no body, so it can be shown and scanned. */
export interface AccessLogEntry {
  /** Counts every call since the start, from 1. */
  readonly n: number;
  readonly atMs: number;
  readonly method: string;
  /** The request target, query included, without the system's own credential. */
  readonly path: string;
  /** `null` while the call is under way and when its connection was cut without an answer. */
  readonly status: number | null;
  /** The fault that met the call, or `null`. */
  readonly fault: string | null;
}

/** Keeps the newest calls. */
export class AccessLog {
  readonly #capacity: number;
  #entries: AccessLogEntry[] = [];
  #count = 0;

  /** @param capacity how many calls are kept at least; default 10,000. */
  constructor(capacity = 10_000) {
    this.#capacity = capacity;
  }

  /** Writes down that a call arrived; the function it returns writes down how it ended. */
  begin(call: Pick<AccessLogEntry, 'atMs' | 'method' | 'path'>): (end: Pick<AccessLogEntry, 'status' | 'fault'>) => void {
    this.#count += 1;
    const entry: { -readonly [K in keyof AccessLogEntry]: AccessLogEntry[K] } = { n: this.#count, ...call, status: null, fault: null };
    this.#entries.push(entry);
    if (this.#entries.length >= 2 * this.#capacity) this.#entries = this.#entries.slice(-this.#capacity);
    return (end) => Object.assign(entry, end);
  }

  /** The number of calls since the start, forgotten ones included. */
  get count(): number {
    return this.#count;
  }

  /** Calls after number `afterN`, oldest first. */
  entries(afterN = 0): readonly AccessLogEntry[] {
    return this.#entries.filter((entry) => entry.n > afterN).map((entry) => ({ ...entry }));
  }

  /** Forgets the calls; numbers go on. */
  clear(): void {
    this.#entries = [];
  }
}

/** How a call of the memory system failed: with words of its own, or by something on the way to it. */
export type MemoryFailureKind = 'no-such-key' | 'conflict' | 'unauthorized' | 'failing' | 'unknown-route' | 'lost' | 'aborted' | 'closed';

/** What the memory system throws, in place of a foreign client's HTTP errors. */
export class MemoryFailure extends Error {
  readonly kind: MemoryFailureKind;

  constructor(kind: MemoryFailureKind) {
    super(`memory: ${kind}`);
    this.name = 'MemoryFailure';
    this.kind = kind;
  }
}

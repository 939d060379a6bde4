/**
 * What stands for what in this run: a value that the recorded system made up, and the one that this system made up in
 * its place. Once bound, a value must come back wherever the recording repeats it, and nowhere else.
 */
export class Bindings {
  readonly #actual = new Map<string, unknown>();
  readonly #recorded = new Map<string, unknown>();

  /** Binds two values of one kind, or finds them bound already; false when either stands for something else. */
  bind(kind: string, recorded: unknown, actual: unknown): boolean {
    const recordedKey = `${kind} ${JSON.stringify(recorded)}`;
    const actualKey = `${kind} ${JSON.stringify(actual)}`;
    if (this.#actual.has(recordedKey) || this.#recorded.has(actualKey)) {
      return this.#actual.get(recordedKey) === actual && this.#recorded.get(actualKey) === recorded;
    }
    this.#actual.set(recordedKey, actual);
    this.#recorded.set(actualKey, recorded);
    return true;
  }

  /** The value that stands for a recorded one, or the recorded one itself when nothing does. */
  actualFor<Value>(kind: string, recorded: Value): Value {
    const key = `${kind} ${JSON.stringify(recorded)}`;
    return this.#actual.has(key) ? (this.#actual.get(key) as Value) : recorded; // bound to a value of the same kind
  }
}

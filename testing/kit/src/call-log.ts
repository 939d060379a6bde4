/** One call that a recorded object received. */
export interface RecordedCall {
  /** The method, after the log's prefix if there is one: `provider.issueKey`. */
  readonly name: string;
  readonly arguments: readonly unknown[];
}

/**
 * Writes down which methods of an object were called, in which order.
 *
 * @example
 * const log = new CallLog();
 * const provider = log.record(realProvider);
 * await provider.getKey('7');
 * log.names; // ["getKey"]
 */
export class CallLog {
  readonly #calls: RecordedCall[] = [];

  get calls(): readonly RecordedCall[] {
    return this.#calls;
  }

  get names(): readonly string[] {
    return this.#calls.map((call) => call.name);
  }

  /** How often a method was called. */
  count(name: string): number {
    return this.#calls.filter((call) => call.name === name).length;
  }

  clear(): void {
    this.#calls.length = 0;
  }

  /** Gives an object that behaves like `target` and writes every call of a method into this log. */
  record<T extends object>(target: T, prefix = ''): T {
    return new Proxy(target, {
      get: (_, property) => {
        // Read with the target as `this`, so that private members of classes stay reachable.
        const value: unknown = Reflect.get(target, property, target);
        if (typeof value !== 'function') return value;
        return (...args: unknown[]): unknown => {
          this.#calls.push({ name: prefix + String(property), arguments: args });
          return Reflect.apply(value, target, args);
        };
      },
    });
  }
}

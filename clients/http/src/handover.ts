/** Hands things from who makes them to who takes them, one at a time: who makes waits until the one before is done with. */
class Handover<Thing> {
  #given: Thing | undefined;
  #answer: ((wantsMore: boolean) => void) | undefined;
  #wake: (() => void) | undefined;
  #end: { readonly error: unknown } | 'done' | undefined;
  #isStopped = false;

  /** @returns whether another one is wanted, as soon as this one is done with. */
  async give(thing: Thing): Promise<boolean> {
    if (this.#isStopped) return false;
    this.#given = thing;
    const { promise, resolve } = Promise.withResolvers<boolean>();
    this.#answer = resolve;
    this.#wake?.();
    return promise;
  }

  /** Nothing more comes. */
  finish(): void {
    this.#end ??= 'done';
    this.#wake?.();
  }

  /** Nothing more comes, because of this; it is thrown at who takes, even if something is left. */
  fail(error: unknown): void {
    this.#end ??= { error };
    this.#wake?.();
  }

  /** Says that the one before is done with, and waits for the next; `undefined` at the end. */
  async take(): Promise<Thing | undefined> {
    this.#reply(true);
    while (this.#given === undefined && this.#end === undefined) await new Promise<void>((resolve) => (this.#wake = resolve));
    this.#wake = undefined;
    if (this.#end !== undefined && this.#end !== 'done') return Promise.reject<never>(this.#end.error);
    const given = this.#given;
    this.#given = undefined;
    return given;
  }

  /** Nothing more is wanted. */
  stop(): void {
    this.#isStopped = true;
    this.#reply(false);
  }

  #reply(wantsMore: boolean): void {
    const answer = this.#answer;
    this.#answer = undefined;
    answer?.(wantsMore);
  }
}

/**
 * Turns work that hands things over into an iteration over them. The work begins with the first step, rests while the
 * caller is busy with what it was given, and ends when the caller stops early.
 *
 * @param work - is given the function that hands one thing over, and told by it whether to go on.
 */
export async function* iterate<Thing>(
  work: (give: (thing: Thing) => Promise<boolean>) => Promise<unknown>,
): AsyncGenerator<Thing, void, undefined> {
  const handover = new Handover<Thing>();
  const running = work((thing) => handover.give(thing)).then(
    () => handover.finish(),
    (error: unknown) => handover.fail(error),
  );
  try {
    for (;;) {
      const thing = await handover.take();
      if (thing === undefined) return;
      yield thing;
    }
  } finally {
    handover.stop();
    await running;
  }
}

import type { Clock, Store } from '@keyrack/contracts';
import { openRack } from '@keyrack/runtime';
import type { Rack } from '@keyrack/runtime';

/** What happens to a worker at one of the writes of an act, counted from 1. */
export type Mishap =
  /** It is killed: nothing of it goes on. `within`: the transaction has done its work and is not committed. */
  | { readonly kind: 'death'; readonly write: number; readonly when: 'before' | 'within' | 'after' }
  /** It stands still, as a process that gets no processor, while something else happens. */
  | { readonly kind: 'pause'; readonly write: number; readonly when: 'before' | 'after'; readonly meanwhile: () => Promise<void> };

/** How an act ended, as its caller saw it. */
export type Ending<T> =
  | { readonly kind: 'answered'; readonly value: T }
  | { readonly kind: 'failed'; readonly error: unknown }
  | { readonly kind: 'died' };

/** A rack as a process of its own would have it, which can be killed or paused at any of its writes. */
export interface Worker extends AsyncDisposable {
  readonly rack: Rack;
  /** The name under which its signs of life are written down. */
  readonly holder: string;
  readonly isDead: boolean;
  perform<T>(act: (rack: Rack) => Promise<T>, mishap?: Mishap | null): Promise<Ending<T>>;
}

/** Where the workers of a rack work. */
export interface Workplace {
  readonly home: string;
  /** The address of the database. */
  readonly store: string;
  readonly clock: Clock;
  /** The names of all who gave signs of life. */
  holders(): Promise<readonly string[]>;
}

class Death extends Error {}

/** What a dead process waits for. */
const never = new Promise<never>(() => {});

/** Stands between a worker and its store: there its life can end. */
class Gate {
  isDead = false;
  #mishap: Mishap | null = null;
  #writes = 0;
  #onDeath: () => void = () => {};

  /** Resolves at the death of the worker, if ever. */
  arm(mishap: Mishap | null): Promise<void> {
    this.#mishap = mishap;
    this.#writes = 0;
    return new Promise((resolve) => (this.#onDeath = resolve));
  }

  /** What was not reached does not happen any more. */
  disarm(): void {
    this.#mishap = null;
  }

  guard(store: Store): Store {
    return {
      read: async (work) => this.#living(await (this.isDead ? never : store.read(work))),
      write: async (work) => {
        if (this.isDead) return never;
        this.#writes += 1;
        const mishap = this.#mishap?.write === this.#writes ? this.#mishap : null;
        if (mishap?.when === 'before') await this.#strike(mishap);
        const result = await store
          .write(async (session) => {
            const made = await work(session);
            if (mishap?.when === 'within') throw new Death();
            return made;
          })
          .catch((error: unknown) => (error instanceof Death ? this.#die() : Promise.reject(error)));
        if (mishap?.when === 'after') await this.#strike(mishap);
        return this.#living(result);
      },
      inspect: () => store.inspect(),
      close: () => store.close(),
    };
  }

  #living<T>(value: T): Promise<T> {
    return this.isDead ? never : Promise.resolve(value);
  }

  async #strike(mishap: Mishap): Promise<void> {
    this.#mishap = null;
    if (mishap.kind === 'death') return this.#die();
    await mishap.meanwhile();
  }

  #die(): Promise<never> {
    this.isDead = true;
    this.#onDeath();
    return never;
  }
}

/** Starts a worker. One after the other, so that each finds out its own name. */
export async function startWorker({ home, store, clock, holders }: Workplace): Promise<Worker> {
  const gate = new Gate();
  const opened: Store[] = [];
  const wrapStore = (inner: Store): Store => (opened.push(inner), gate.guard(inner));
  const rack = await openRack({ environment: {}, home, store, clock, actor: 'model', wrapStore });
  const before = await holders();
  await rack.schedule.beat();
  const holder = (await holders()).find((name) => !before.includes(name));
  if (holder === undefined) throw new Error('the worker gave no sign of life');
  return {
    rack,
    holder,
    get isDead() {
      return gate.isDead;
    },
    async perform(act, mishap = null) {
      const death = gate.arm(mishap).then(() => ({ kind: 'died' }) as const);
      const ending = act(rack).then(
        (value) => ({ kind: 'answered', value }) as const,
        (error: unknown) => ({ kind: 'failed', error }) as const,
      );
      const ended = await Promise.race([ending, death]);
      gate.disarm();
      return ended;
    },
    async [Symbol.asyncDispose]() {
      // Nothing of a dead process ever ends by itself: only its connections are closed, as the kernel would.
      if (gate.isDead) for (const inner of opened) await inner.close();
      else await rack.close();
    },
  };
}

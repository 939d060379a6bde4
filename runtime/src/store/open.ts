import type { Clock, Liveness, Logger, Random, Store } from '@keyrack/contracts';
import { openPostgresStore, openSqliteStore } from '@keyrack/store-sql';
import type { StorePlace } from '@keyrack/store-sql';
import { heartbeatLiveness } from '../heartbeat-liveness.ts';
import type { HeartbeatTimes } from '../heartbeat-liveness.ts';
import { homePaths } from '../home.ts';
import type { Environment } from '../home.ts';
import { processLiveness } from '../process-liveness.ts';
import type { StoreChoice } from './choice.ts';
import { storePassword } from './password.ts';

/** A store, and the proof of death that fits it. */
export interface OpenedStore {
  readonly store: Store;
  readonly liveness: Liveness;
  /** The store for the engine, which acts as {@link Liveness.self}. */
  guard(store: Store): Store;
  /** Calls back when another process announces due work, with the instant from which it is; calls may be lost. */
  listen(onDue: (dueAtMs: number) => void): AsyncDisposable;
  close(): Promise<void>;
}

/** What a store is opened with. */
export interface StoreSurroundings {
  readonly home: string;
  readonly environment: Environment;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger?: Logger | undefined;
  readonly heartbeatTimes?: HeartbeatTimes | undefined;
}

/** Where the chosen store is. */
export function storePlace(
  choice: StoreChoice,
  { home, environment, clock }: Pick<StoreSurroundings, 'home' | 'environment' | 'clock'>,
): StorePlace {
  if (choice.kind === 'sqlite') return { kind: 'sqlite', path: homePaths.store(home), clock };
  const { address } = choice;
  return { kind: 'postgres', address, clock, password: () => storePassword(address, environment) };
}

/** Opens the chosen store. @throws {StoreFailedError} */
export async function openChosenStore(choice: StoreChoice, surroundings: StoreSurroundings): Promise<OpenedStore> {
  const { home, environment, clock, random, logger, heartbeatTimes: times } = surroundings;
  if (choice.kind === 'sqlite') {
    const store = await openSqliteStore({ path: homePaths.store(home), clock });
    const liveness = processLiveness(homePaths.processes(home));
    return {
      store,
      liveness,
      guard: (guarded) => guarded,
      listen: () => ({ [Symbol.asyncDispose]: async () => undefined }), // nobody announces anything there
      async close() {
        await store.close();
        liveness[Symbol.dispose]();
      },
    };
  }
  const { address } = choice;
  const store = await openPostgresStore({ address, clock, password: () => storePassword(address, environment) });
  const liveness = heartbeatLiveness(store.heartbeats, { random, ...(logger && { logger }), ...(times && { times }) });
  return {
    store,
    liveness,
    guard: (guarded) => liveness.guard(guarded),
    listen: (onDue) => store.listen(onDue),
    async close() {
      await liveness[Symbol.asyncDispose]();
      await store.close();
    },
  };
}

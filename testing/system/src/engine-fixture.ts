import type { AccessKey, Liveness, Operation, Store } from '@keyrack/contracts';
import { createEngine } from '@keyrack/engine';
import type { Engine } from '@keyrack/engine';
import { Secret } from '@keyrack/secret';
import { ManualClock, MemoryCipher, SeededRandom } from '@keyrack/testing-kit';
import type { FakeSystem } from './fake-system.ts';
import { fixtureStore } from './fixture-store.ts';

/** Processes that a test declares alive or dead. */
class FakeLiveness implements Liveness {
  readonly self: string;
  readonly dead = new Set<string>();

  constructor(self: string) {
    this.self = self;
  }

  async isDead(holder: string): Promise<boolean> {
    return this.dead.has(holder);
  }

  describe(holder: string): string {
    return `process ${holder}`;
  }
}

/** One rack in memory, on which several processes may work. */
export interface EngineFixture extends AsyncDisposable {
  readonly engine: Engine;
  readonly store: Store;
  readonly clock: ManualClock;
  readonly system: FakeSystem;
  /** Another process on the same store; `deadProcesses` are the ones it can prove dead. */
  another(name: string, deadProcesses?: readonly string[], wrap?: (store: Store) => Store): Engine;
  onlyKey(): Promise<AccessKey>;
  onlyOperation(): Promise<Operation>;
}

/** Builds an engine over an empty store, a SQLite file if one is named, and one fake system that is already connected as `fake`. */
export async function engineFixture(system: FakeSystem, { path }: { readonly path?: string } = {}): Promise<EngineFixture> {
  const clock = new ManualClock();
  const kept = await fixtureStore(clock, path);
  const { store } = kept;
  const cipher = new MemoryCipher();
  const random = new SeededRandom(1);
  const kinds = [system.kind()];
  const another = (name: string, deadProcesses: readonly string[] = [], wrap = (inner: Store) => inner): Engine => {
    const liveness = new FakeLiveness(name);
    for (const dead of deadProcesses) liveness.dead.add(dead);
    return createEngine({
      store: wrap(store),
      cipher,
      clock,
      random,
      liveness,
      actor: 'tester',
      rackId: 'testrack',
      providerKinds: async () => kinds,
      readCredential: async (reference) => new Secret(`read from ${JSON.stringify(reference)}`),
    });
  };
  const engine = another('process-1');
  await engine.connections.add({ name: 'fake', provider: 'fake', input: { fields: {}, text: null } });
  return {
    engine,
    store,
    clock,
    system,
    another,
    onlyKey: async () => only((await engine.keys.list()).items.map(({ key }) => key)),
    onlyOperation: async () => only((await engine.operations.list()).items),
    [Symbol.asyncDispose]: () => kept[Symbol.asyncDispose](),
  };
}

/** The only element. */
export function only<T>(items: readonly T[]): T {
  const [item, ...others] = items;
  if (item === undefined || others.length > 0) throw new Error(`expected one, found ${items.length}`);
  return item;
}

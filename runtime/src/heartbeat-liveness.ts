import { hostname } from 'node:os';
import { toBase32 } from '@keyrack/contracts';
import type { Liveness, Logger, Random, Store } from '@keyrack/contracts';
import type { Heartbeats } from '@keyrack/store-sql';

/** When a process is taken for dead. All processes of a store have to agree. */
export interface HeartbeatTimes {
  /** How long it is silent until then, in milliseconds. @default 30000 */
  readonly deadAfterMs: number;
  /** How often a sign of life is given, in milliseconds: several may be lost before anybody takes us for dead. @default 5000 */
  readonly beatEveryMs: number;
}

const usualTimes: HeartbeatTimes = { deadAfterMs: 30_000, beatEveryMs: 5_000 };

/** The processes of one store, wherever they run. */
export interface HeartbeatLiveness extends Liveness, AsyncDisposable {
  /** The store for whoever acts as {@link Liveness.self}: the first sign of life is given before the first write. */
  guard(store: Store): Store;
}

/**
 * Knows processes by their signs of life in the store: dead is who gave none for thirty seconds. One that merely was paused may
 * wake up afterwards; what it held has another epoch by then, so it settles nothing any more.
 */
export function heartbeatLiveness(
  heartbeats: Heartbeats,
  { random, logger, times = usualTimes }: { readonly random: Random; readonly logger?: Logger; readonly times?: HeartbeatTimes },
): HeartbeatLiveness {
  const { deadAfterMs, beatEveryMs } = times;
  const self = [hostname().replaceAll(/[^\w.-]/g, '_'), process.pid, toBase32(random.bytes(10))].join('/');
  let begun: Promise<void> | null = null;
  let timer: NodeJS.Timeout | undefined;

  async function begin(): Promise<void> {
    // Once more, should the connection have been cut while nobody used it.
    await heartbeats.beat(self).catch(() => heartbeats.beat(self));
    timer = setInterval(() => {
      heartbeats.beat(self).catch((error: unknown) => {
        logger?.log('warn', 'no sign of life could be given', { reason: error instanceof Error ? error.message : String(error) });
      });
    }, beatEveryMs);
    timer.unref();
  }

  function beginOnce(): Promise<void> {
    begun ??= begin().catch((error: unknown) => {
      begun = null;
      throw error;
    });
    return begun;
  }

  return {
    self,
    isDead: async (holder) => holder !== self && heartbeats.isMissed(holder, deadAfterMs),
    describe(holder) {
      const [machine, processId] = holder.split('/');
      return processId === undefined ? holder : `process ${processId} on ${machine}`;
    },
    guard: (store) => ({
      read: (work) => store.read(work),
      async write(work) {
        await beginOnce();
        return store.write(work);
      },
      inspect: () => store.inspect(),
      close: () => store.close(),
    }),
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      // Who ends without being able to say so is found dead later.
      if (begun) await heartbeats.end(self).catch(() => undefined);
    },
  };
}

import type { EngineContext } from '../support/context.ts';

/** The last sign of life of any worker. */
export interface Heartbeat {
  readonly atMs: number;
}

const name = 'workerHeartbeatAtMs';

/** Notes that a worker lives now. */
export async function writeHeartbeat({ store, clock }: EngineContext): Promise<void> {
  await store.write(({ meta }) => meta.set(name, String(clock.nowMs())));
}

/** Null: no worker ever ran. */
export async function readHeartbeat({ store }: EngineContext): Promise<Heartbeat | null> {
  const noted = await store.read(({ meta }) => meta.get(name));
  return noted === null ? null : { atMs: Number(noted) };
}

import type { EngineContext } from '../support/context.ts';

const hourMs = 3_600_000;
/** So much of an hour's requests may be sent at once; the others are spread over the hour. */
const burstShare = 0.1;

/** A connection whose requests are counted. */
export interface CountedConnection {
  readonly connectionId: string;
  /** Requests within any hour. */
  readonly maxRequestsPerHour: number;
}

/**
 * When the next task of a connection may begin; null: now. The count is kept in the store, as one instant: up to when the requests that
 * were sent reach when they are spread evenly (the generic cell rate algorithm). So all workers share it, and a restart forgets nothing.
 */
export async function restUntilMs(
  { store, clock }: EngineContext,
  { connectionId, maxRequestsPerHour }: CountedConnection,
): Promise<number | null> {
  const { gapMs, burst } = pace(maxRequestsPerHour);
  const reachesMs = Number((await store.read(({ meta }) => meta.get(nameOf(connectionId)))) ?? 0);
  const untilMs = reachesMs - (burst - 1) * gapMs;
  return untilMs > clock.nowMs() ? untilMs : null;
}

/** Counts requests that were sent. A task knows only afterwards how many it takes, so what was too much is waited for by the next. */
export async function countRequests(
  { store, clock }: EngineContext,
  { connectionId, maxRequestsPerHour }: CountedConnection,
  sent: number,
): Promise<void> {
  if (sent === 0) return;
  const { gapMs } = pace(maxRequestsPerHour);
  await store.write(async ({ meta }) => {
    const name = nameOf(connectionId);
    const reachesMs = Math.max(Number((await meta.get(name)) ?? 0), clock.nowMs());
    await meta.set(name, String(Math.ceil(reachesMs + sent * gapMs)));
  });
}

/** A burst and what is spread after it make together what an hour may hold. */
function pace(maxRequestsPerHour: number): { readonly gapMs: number; readonly burst: number } {
  const burst = Math.max(1, Math.floor(maxRequestsPerHour * burstShare));
  return { burst, gapMs: hourMs / Math.max(1, maxRequestsPerHour - burst) };
}

function nameOf(connectionId: string): string {
  return `requestRate/${connectionId}`;
}

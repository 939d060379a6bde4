/** What a client did, as its process tells it. */
export interface Figures {
  readonly perSecond: number;
  readonly cpuMs: number;
  readonly peakMegabytes: number;
}

/**
 * Sends a call as often as it is told, so many at once, and prints what that took. It stands for itself: the peers that run on Node get
 * it as JavaScript together with their own script.
 */
export async function measureLanes(
  send: () => Promise<unknown>,
  { count, atOnce, warmUp }: { readonly count: number; readonly atOnce: number; readonly warmUp: number },
): Promise<void> {
  const inLanes = async (number: number): Promise<void> => {
    let started = 0;
    const lane = async (): Promise<void> => {
      while (started < number) {
        started += 1;
        await send();
      }
    };
    await Promise.all(Array.from({ length: atOnce }, lane));
  };
  await inLanes(warmUp);
  const startMs = performance.now();
  const cpu = process.cpuUsage();
  await inLanes(count);
  const seconds = (performance.now() - startMs) / 1_000;
  const { user, system } = process.cpuUsage(cpu);
  const figures: Figures = {
    perSecond: count / seconds,
    cpuMs: (user + system) / 1_000 / count,
    peakMegabytes: process.resourceUsage().maxRSS / 1_024,
  };
  process.stdout.write(JSON.stringify(figures), () => process.exit());
}

import type { Counters, Place, TrafficStore } from './traffic.ts';

/** The distance of the instants at which windows are walked. */
export const stepSeconds = 300;

/** Prometheus reads the proxy's counters this often and stretches what it saw to the whole window. */
const scrapeSeconds = 1;

/** A window, walked from `startSeconds` in steps; the last may lie before `endSeconds`. All in epoch seconds. */
export interface Walk {
  readonly startSeconds: number;
  readonly endSeconds: number;
  readonly nowSeconds: number;
}

/** What one label has at the steps of a walk. */
export interface StepValues<Label> {
  readonly label: Label;
  /** Increases by step instant in epoch seconds, ascending; steps without any are left out. */
  readonly values: ReadonlyMap<number, number>;
  /** The newest step at which the counter was there, with or without an increase. */
  readonly newestStep: number;
}

/** Walks the window for every label whose counter was there at any step. */
export function increases<Label>(
  labels: Iterable<readonly [label: Label, counters: Counters]>,
  counter: 'bytes' | 'tunnelSeconds',
  walk: Walk,
): readonly StepValues<Label>[] {
  const lastStep = walk.startSeconds + Math.floor((walk.endSeconds - walk.startSeconds) / stepSeconds) * stepSeconds;
  const steps = { firstMs: walk.startSeconds * 1_000, lastMs: lastStep * 1_000, stepMs: stepSeconds * 1_000 };
  const results: StepValues<Label>[] = [];
  for (const [label, counters] of labels) {
    const aliveUntil = Math.min(counters.endedMs / 1_000, walk.nowSeconds);
    // A counter shows at a step when it was there within the step before it.
    const newestStep = Math.min(lastStep, walk.startSeconds + Math.ceil((aliveUntil - walk.startSeconds) / stepSeconds) * stepSeconds);
    if (counters.bornMs / 1_000 >= newestStep || newestStep < walk.startSeconds) continue;
    const sums = [...counters[counter].bySteps(steps)].filter(([, amount]) => amount > 0).toSorted(([a], [b]) => a - b);
    const values = new Map(sums.map(([atMs, amount]) => [atMs / 1_000, stretched(amount, stepSeconds)]));
    results.push({ label, values, newestStep });
  }
  return results;
}

/** How much each place's tunnel time grew within the seconds before now. */
export function tunnelTimeByPlace(
  traffic: TrafficStore,
  seconds: number,
  nowMs: number,
): readonly { readonly place: Place; readonly seconds: number }[] {
  return traffic
    .places()
    .filter(({ counters }) => counters.bornMs <= nowMs && counters.endedMs > nowMs - seconds * 1_000)
    .map(({ place, counters }) => ({
      place,
      seconds: stretched(counters.tunnelSeconds.between(nowMs - seconds * 1_000, nowMs), Math.max(seconds, 2)),
    }));
}

/** An estimate from readings that cover all of the window but one distance between two of them. */
function stretched(amount: number, windowSeconds: number): number {
  return (amount * windowSeconds) / (windowSeconds - scrapeSeconds);
}

/** How far apart two instants may be that stand for the same, in milliseconds. */
const toleranceMs = 3_000;
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/**
 * Lays a recorded run beside another one. Two instants stand for the same when they are as far from one call of their
 * runs; what falls on a full hour or on midnight in both may also be as far away as the calendar makes it.
 */
export class Timeline {
  readonly #calls: { readonly recordedMs: number; readonly actualMs: number }[] = [];

  /** A call, when it was recorded and when it was made now. */
  add(recordedMs: number, actualMs: number): void {
    this.#calls.push({ recordedMs, actualMs });
  }

  /** Whether two instants stand for the same. */
  same(recordedMs: number, actualMs: number): boolean {
    return this.#calls.some((call) => {
      const apartMs = Math.abs(actualMs - call.actualMs - (recordedMs - call.recordedMs));
      const isShifted = call.actualMs !== call.recordedMs;
      return apartMs <= toleranceMs || (isShifted && apartMs <= calendarStepMs(recordedMs, actualMs, call.recordedMs));
    });
  }
}

/** How much two runs may differ in the distance to a reset that follows the calendar. */
function calendarStepMs(recordedMs: number, actualMs: number, nowMs: number): number {
  const areBoth = (unitMs: number): boolean => recordedMs % unitMs === 0 && actualMs % unitMs === 0;
  if (!areBoth(hourMs)) return 0;
  if (!areBoth(dayMs)) return hourMs;
  return recordedMs - nowMs <= dayMs ? dayMs : 31 * dayMs;
}

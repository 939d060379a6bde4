/** One thing that was tried against the real proxy. */
export interface Trial {
  readonly name: string;
  readonly run: () => Promise<void>;
}

/** What came of a list of trials. */
export interface Tally {
  readonly passed: number;
  readonly failed: readonly { readonly name: string; readonly reason: string }[];
}

/** Runs trials one after the other. */
export async function runTrials(trials: readonly Trial[]): Promise<Tally> {
  const failed: { readonly name: string; readonly reason: string }[] = [];
  for (const { name, run } of trials) {
    try {
      await run();
    } catch (error) {
      failed.push({ name, reason: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  }
  return { passed: trials.length - failed.length, failed };
}

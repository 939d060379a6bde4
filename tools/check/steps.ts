import { availableParallelism } from 'node:os';
import { sum, type Tally } from './tally.ts';

/** What a step found. */
export interface StepResult {
  readonly ok: boolean;
  /** What the step printed; shown when it failed. */
  readonly output: string;
  /** How many tests the step ran; a step without tests counts as one. */
  readonly tally?: Tally;
}

/** One named part of a check. */
export interface Step {
  readonly name: string;
  readonly run: () => Promise<StepResult>;
}

/** Where {@link runSteps} prints and what it measures time with; both replaced in tests. */
export interface StepSurroundings {
  readonly print: (line: string) => void;
  readonly nowMs: () => number;
  /** How many steps run at once. @default the processors of this machine */
  readonly atOnce?: number;
}

/** What a run of steps came to. */
export interface StepsResult {
  readonly tally: Tally;
  /** The names of the steps that failed. */
  readonly failed: readonly string[];
}

/**
 * Runs steps in their order, some at once, and prints a line for each as it ends, with the output of those that failed. A step
 * that throws has failed; one that failed counts at least one failure, whatever its own tally says.
 */
export async function runSteps(steps: readonly Step[], surroundings: StepSurroundings): Promise<StepsResult> {
  const waiting = [...steps];
  const tallies: Tally[] = [];
  const failed: string[] = [];
  const work = async (): Promise<void> => {
    for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) {
      const result = await runStep(step, surroundings);
      tallies.push(counted(result));
      if (!result.ok) failed.push(step.name);
    }
  };
  await Promise.all(Array.from({ length: surroundings.atOnce ?? availableParallelism() }, work));
  return { tally: sum(tallies), failed };
}

async function runStep(step: Step, { print, nowMs }: StepSurroundings): Promise<StepResult> {
  const startedMs = nowMs();
  const result = await step.run().catch((error: unknown): StepResult => ({ ok: false, output: String(error) }));
  const seconds = ((nowMs() - startedMs) / 1_000).toFixed(1);
  print(`${result.ok ? 'ok    ' : 'FAILED'} ${step.name} (${seconds} s)`);
  if (!result.ok && result.output.trim() !== '') print(result.output.trimEnd());
  return result;
}

function counted({ ok, tally }: StepResult): Tally {
  if (tally === undefined) return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 };
  return ok ? tally : { ...tally, failed: Math.max(1, tally.failed) };
}

import { BrokenCircuitError, circuitBreaker, ConsecutiveBreaker, handleType } from 'cockatiel';
import type { CircuitBreakerPolicy } from 'cockatiel';
import type { DueTask, TaskReport } from '@keyrack/engine';

/** After so many tasks in a row that the system did not answer, the others wait. */
const failuresInARow = 5;
const pauseMs = 30_000;

class UnreachableError extends Error {
  readonly report: TaskReport;

  constructor(report: TaskReport) {
    super('the system did not answer');
    this.report = report;
  }
}

/** The tasks of one connection. A system that does not answer gets a rest, and keeps nobody else waiting. */
export class Lane {
  readonly #breaker: CircuitBreakerPolicy = circuitBreaker(handleType(UnreachableError), {
    halfOpenAfter: pauseMs,
    breaker: new ConsecutiveBreaker(failuresInARow),
  });
  #running = 0;
  /** One task at a time from the rest on, until an answer comes. */
  #isProbing = false;
  #restUntilMs = -Infinity;

  /** @param onPause - told when the rest begins. */
  constructor(onPause: () => void) {
    this.#breaker.onBreak(() => {
      this.#isProbing = true;
      this.#restUntilMs = performance.now() + pauseMs;
      onPause();
    });
    this.#breaker.onReset(() => {
      this.#isProbing = false;
    });
  }

  get isResting(): boolean {
    return performance.now() < this.#restUntilMs;
  }

  /** Whether one more task may run, where so many may at once. */
  hasRoom(tasksAtOnce: number): boolean {
    return !this.isResting && this.#running < (this.#isProbing ? 1 : tasksAtOnce);
  }

  /** Runs a task; null when the system got its rest meanwhile. */
  async run(task: DueTask, signal: AbortSignal): Promise<TaskReport | null> {
    this.#running += 1;
    try {
      return await this.#breaker.execute(async () => {
        const report = await task.run({ signal });
        if (report.isUnreachable) throw new UnreachableError(report);
        return report;
      });
    } catch (error) {
      if (error instanceof UnreachableError) return error.report;
      if (error instanceof BrokenCircuitError) return null;
      throw error;
    } finally {
      this.#running -= 1;
    }
  }
}

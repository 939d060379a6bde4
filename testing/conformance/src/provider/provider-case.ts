import type { ProviderBench } from './provider-bench.ts';

/** One guarantee that every provider gives. */
export interface ProviderCase {
  /** What is guaranteed; `skip` refers to it. */
  readonly name: string;
  /** Rejects when the guarantee does not hold. Where an ability is not declared, it asserts the refusal instead. */
  run(bench: ProviderBench): Promise<void>;
}

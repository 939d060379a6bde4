import { ProviderBench } from './provider-bench.ts';
import type { ProviderCase } from './provider-case.ts';
import type { ProviderHarness } from './provider-harness.ts';

/** What {@link runProviderCase} tries a guarantee on. */
export interface ProviderCaseOptions {
  /** Makes a system with nothing in it, for one case. */
  readonly create: () => Promise<ProviderHarness>;
  /** All randomness of a case comes from it and from the case's name. @default "keyrack" */
  readonly seed?: string;
}

/** Tries one guarantee. Rejects, with the seed in the message, when it does not hold or when a secret showed somewhere. */
export async function runProviderCase(providerCase: ProviderCase, options: ProviderCaseOptions): Promise<void> {
  const seed = options.seed ?? 'keyrack';
  try {
    await using bench = new ProviderBench(await options.create(), `${seed}/${providerCase.name}`);
    await providerCase.run(bench);
    const findings = bench.findings();
    if (findings.length > 0) throw new Error(findings.join('\n'));
  } catch (error) {
    if (error instanceof Error) error.message += ` (seed "${seed}")`;
    throw error;
  }
}

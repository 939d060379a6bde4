/* oxlint-disable vitest/valid-title, vitest/expect-expect -- the cases bring their titles and assertions */
import { describe, test } from 'vitest';
import { providerCases } from './provider-cases.ts';
import { runProviderCase } from './run-provider-case.ts';
import type { ProviderCaseOptions } from './run-provider-case.ts';
import { reasonsByTest } from './skips.ts';
import type { Skip } from './skips.ts';

/** What {@link providerSuite} needs. */
export interface ProviderSuiteOptions extends ProviderCaseOptions {
  /** The provider's name, for the report. */
  readonly name: string;
  /** Tests that this provider cannot pass, each with the reason. They are printed. */
  readonly skip?: readonly Skip[];
  /** For one test. @default 60_000 */
  readonly timeoutMs?: number;
}

/**
 * Registers the tests that every provider must pass. They read the capability table and assert both directions: what is
 * declared works, and what is not declared is refused before anything is sent.
 *
 * @throws {Error} when a skip has no reason or names a test that does not exist.
 * @example
 * providerSuite({ name: 'outline', create: () => outlineHarness(emulator) });
 */
export function providerSuite({ name, skip = [], timeoutMs = 60_000, ...options }: ProviderSuiteOptions): void {
  const reasons = reasonsByTest(
    skip,
    Object.values(providerCases).flatMap((cases) => cases.map((providerCase) => providerCase.name)),
  );
  for (const [skipped, reason] of reasons) process.stderr.write(`${name} skips "${skipped}": ${reason}\n`);
  describe(`provider ${name}`, () => {
    for (const [group, cases] of Object.entries(providerCases)) {
      describe(group, () => {
        for (const providerCase of cases) {
          test.skipIf(reasons.has(providerCase.name))(providerCase.name, { timeout: timeoutMs }, () =>
            runProviderCase(providerCase, options),
          );
        }
      });
    }
  });
}

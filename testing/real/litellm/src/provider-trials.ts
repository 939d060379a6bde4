import { providerCases, runProviderCase } from '@keyrack/conformance';
import type { FaultProxy } from '@keyrack/emulators';
import { realHarness } from './provider-harness.ts';
import type { RealProxy } from './real-proxy.ts';
import type { Trial } from './tally.ts';

/** The guarantees that every provider gives, one trial for each. */
export function providerTrials(proxy: RealProxy, front: FaultProxy): readonly Trial[] {
  return Object.values(providerCases)
    .flat()
    .map((providerCase) => ({
      name: providerCase.name,
      run: () => runProviderCase(providerCase, { create: () => realHarness(proxy, front) }),
    }));
}

import { deepEqual, equal, fail, ok } from 'node:assert/strict';
import { CapabilityMissingError } from '@keyrack/contracts';
import { expectFailure, expectRefusal } from './expectations.ts';
import type { ProviderCase } from './provider-case.ts';

/** What a key was used for, and whether a secret works. */
export const usageCases: readonly ProviderCase[] = [
  {
    name: 'reads exactly the figures that it declares, or refuses before anything is sent',
    async run(bench) {
      const { upstreamId } = await bench.issue();
      const { provider, capabilities } = bench;
      if (capabilities.usage.length === 0) {
        return expectRefusal(bench, { call: 'readUsage', type: CapabilityMissingError }, () => provider.readUsage(upstreamId));
      }
      if (bench.harness.useKey === undefined) return fail('the harness has no useKey(), which declared usage needs');
      await bench.harness.useKey(upstreamId);
      const usage = await provider.readUsage(upstreamId);
      const known = (['lastUsedAt', 'dataBytes', 'spendUsd'] as const).filter(
        (figure) => usage[figure === 'lastUsedAt' ? 'lastUsedAtMs' : figure] !== null,
      );
      deepEqual(known.toSorted(), capabilities.usage.toSorted());
      for (const figure of [usage.lastUsedAtMs, usage.dataBytes, usage.spendUsd])
        ok(figure === null || figure > 0, 'the use does not show');
      ok(Math.abs(usage.readAtMs - Date.now()) < 60_000, 'readAtMs is not the time of the reading');
    },
  },
  {
    name: 'never gives a figure for a reading that failed',
    async run(bench) {
      if (bench.capabilities.usage.length === 0) return;
      const { upstreamId } = await bench.issue();
      for (const kind of ['failing', 'misrouted', 'request-lost'] as const) {
        const attempt = bench.under({ kind, calls: 'reads' }, () => bench.provider.readUsage(upstreamId));
        await expectFailure('readUsage while readings fail', attempt, { outcome: 'not-applied' });
      }
    },
  },
  {
    name: 'tells a secret that works from one that does not, or refuses before anything is sent',
    async run(bench) {
      const issued = await bench.issue();
      const { provider } = bench;
      if (!bench.capabilities.probe) {
        return expectRefusal(bench, { call: 'probeSecret', type: CapabilityMissingError }, () => provider.probeSecret(issued.secret));
      }
      equal(await provider.probeSecret(issued.secret), true);
      await bench.harness.removeKey(issued.upstreamId);
      equal(await provider.probeSecret(issued.secret), false);
    },
  },
];

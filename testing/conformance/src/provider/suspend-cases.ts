import { deepEqual, equal, fail } from 'node:assert/strict';
import { CapabilityMissingError } from '@keyrack/contracts';
import type { IssuedVersion, JsonObject } from '@keyrack/contracts';
import { describeThoroughly } from './describe-thoroughly.ts';
import { expectFailure, expectRefusal } from './expectations.ts';
import type { ProviderBench } from './provider-bench.ts';
import type { ProviderCase } from './provider-case.ts';
import { declaredLimits } from './sample-limits.ts';

/** Taking a key out of use and putting it back. */
export const suspendCases: readonly ProviderCase[] = [
  {
    name: 'suspends a key so that nobody gets in, or refuses before anything is sent',
    async run(bench) {
      const issued = await bench.issue();
      const other = await bench.issue();
      const { provider } = bench;
      if (!bench.capabilities.suspend) {
        const type = CapabilityMissingError;
        await expectRefusal(bench, { call: 'prepareSuspend', type }, () => provider.prepareSuspend(issued.upstreamId));
        await expectRefusal(bench, { call: 'suspendKey', type }, () => provider.suspendKey(issued.upstreamId));
        await expectRefusal(bench, { call: 'resumeKey', type }, () => provider.resumeKey(issued.upstreamId, {}));
        return;
      }
      await provider.prepareSuspend(issued.upstreamId);
      await provider.suspendKey(issued.upstreamId);
      await expectAccess(bench, issued, false);
      await expectAccess(bench, other, true);
    },
  },
  {
    name: 'restores after a suspension, also after a restart, exactly what was there',
    async run(bench) {
      if (!bench.capabilities.suspend) return;
      for (const limits of [{}, declaredLimits(bench)]) {
        const issued = await bench.issue({ limits });
        const before = await bench.upstream(issued.upstreamId);
        const restore = await bench.provider.prepareSuspend(issued.upstreamId);
        bench.shows('what a resumption restores', describeThoroughly(restore));
        await bench.provider.suspendKey(issued.upstreamId);
        // It went through a journal.
        await bench.connect().resumeKey(issued.upstreamId, JSON.parse(JSON.stringify(restore)) as JsonObject);
        await expectAccess(bench, issued, true);
        deepEqual(await bench.upstream(issued.upstreamId), before);
      }
    },
  },
  {
    name: 'keeps a suspended key suspended while it is changed, and has the change after the resumption',
    async run(bench) {
      const { provider, capabilities } = bench;
      if (!capabilities.suspend || capabilities.change.length === 0) return;
      const issued = await bench.issue();
      const { upstreamName } = capabilities.change.includes('name') ? bench.request() : issued;
      const limits = capabilities.change.includes('limits') ? declaredLimits(bench) : {};
      const name = capabilities.change.includes('name') ? { upstreamName } : {};
      const change = { ...name, ...(capabilities.change.includes('limits') ? { limits } : {}) };
      const restore = await provider.prepareSuspend(issued.upstreamId);
      await provider.suspendKey(issued.upstreamId);
      const changed = await provider.changeKey(issued.upstreamId, { ...change, restore });
      await expectAccess(bench, issued, false);
      if (changed === null) return fail('changeKey gives nothing that a resumption could restore');
      await bench.connect().resumeKey(issued.upstreamId, JSON.parse(JSON.stringify(changed)) as JsonObject);
      await expectAccess(bench, issued, true);
      const upstream = await bench.upstream(issued.upstreamId);
      deepEqual({ name: upstream?.name, limits: upstream?.limits }, { name: upstreamName, limits });
    },
  },
  {
    name: 'does no harm by suspending or resuming twice',
    async run(bench) {
      if (!bench.capabilities.suspend) return;
      const issued = await bench.issue({ limits: declaredLimits(bench) });
      const before = await bench.upstream(issued.upstreamId);
      const restore = await bench.provider.prepareSuspend(issued.upstreamId);
      await bench.provider.suspendKey(issued.upstreamId);
      await bench.provider.suspendKey(issued.upstreamId);
      await expectAccess(bench, issued, false);
      await bench.provider.resumeKey(issued.upstreamId, restore);
      await bench.provider.resumeKey(issued.upstreamId, restore);
      deepEqual(await bench.upstream(issued.upstreamId), before);
    },
  },
  {
    name: 'does not call a suspension done whose request was lost',
    async run(bench) {
      if (!bench.capabilities.suspend) return;
      const issued = await bench.issue();
      const attempt = bench.under({ kind: 'request-lost', calls: 'writes' }, () => bench.provider.suspendKey(issued.upstreamId));
      await expectFailure('suspendKey whose request was lost', attempt, { outcome: 'unknown' });
      await bench.provider.suspendKey(issued.upstreamId);
      await expectAccess(bench, issued, false);
    },
  },
];

async function expectAccess(bench: ProviderBench, { upstreamId, secret }: IssuedVersion, expected: boolean): Promise<void> {
  equal(
    await bench.harness.accepts(secret),
    expected,
    expected ? 'the secret does not open the system' : 'the secret still opens the system',
  );
  equal((await bench.upstream(upstreamId))?.suspended, !expected, 'the system holds another state than it was told');
  equal((await bench.provider.getKey(upstreamId))?.state, expected ? 'active' : 'suspended');
}

import { deepEqual, equal } from 'node:assert/strict';
import { expectFailure } from './expectations.ts';
import type { ProviderBench } from './provider-bench.ts';
import type { ProviderCase } from './provider-case.ts';

/** Ending keys for good. */
export const revokeCases: readonly ProviderCase[] = [
  {
    name: 'ends the key that is named, so that its secret opens nothing, and no other',
    async run(bench) {
      const [first, second] = [await bench.issue(), await bench.issue()];
      const foreignId = await bench.harness.createForeignKey('made by others');
      await bench.provider.revokeKey(first.upstreamId);
      await expectGone(bench, first.upstreamId);
      equal(await bench.harness.accepts(first.secret), false, 'the secret of a revoked key still opens the system');
      equal(await bench.harness.accepts(second.secret), true, 'another key was revoked too');
      equal((await bench.upstream(foreignId))?.upstreamId, foreignId);
    },
  },
  {
    name: 'takes a key that is gone already for revoked',
    async run(bench) {
      const [first, second] = [await bench.issue(), await bench.issue()];
      await bench.provider.revokeKey(first.upstreamId);
      await bench.provider.revokeKey(first.upstreamId);
      await bench.harness.removeKey(second.upstreamId);
      await bench.provider.revokeKey(second.upstreamId);
    },
  },
  {
    name: 'confirms a revocation on nothing but the word of the system itself',
    async run(bench) {
      const { upstreamId } = await bench.issue();
      const before = await bench.harness.inspect();
      for (const calls of ['all', 'writes'] as const) {
        const attempt = bench.under({ kind: 'misrouted', calls }, () => bench.provider.revokeKey(upstreamId));
        await expectFailure('revokeKey, answered by somebody in between', attempt, { outcome: ['not-applied', 'unknown'] });
        deepEqual(await bench.harness.inspect(), before);
      }
      const stranger = bench.connect(bench.harness.wrongDraft);
      await expectFailure('revokeKey with a wrong credential', stranger.revokeKey(upstreamId), { outcome: 'not-applied' });
      await bench.provider.revokeKey(upstreamId);
      await expectGone(bench, upstreamId);
    },
  },
  {
    name: 'never says done for a revocation whose request was lost, and finishes it when asked again',
    async run(bench) {
      const { upstreamId } = await bench.issue();
      for (const kind of ['request-lost', 'failing'] as const) {
        const attempt = bench.under({ kind, calls: 'writes' }, () => bench.provider.revokeKey(upstreamId));
        await expectFailure('revokeKey whose request was lost', attempt, { outcome: 'unknown' });
      }
      await bench.provider.revokeKey(upstreamId);
      await expectGone(bench, upstreamId);
    },
  },
  {
    name: 'never denies a revocation whose answer was lost',
    async run(bench) {
      const { upstreamId } = await bench.issue();
      const attempt = bench.under({ kind: 'answer-lost', calls: 'all' }, () => bench.provider.revokeKey(upstreamId));
      await expectFailure('revokeKey while every answer is lost', attempt, { outcome: ['unknown', 'applied'] });
      await bench.provider.revokeKey(upstreamId);
      await expectGone(bench, upstreamId);
    },
  },
];

async function expectGone(bench: ProviderBench, upstreamId: string): Promise<void> {
  equal(await bench.upstream(upstreamId), undefined, 'the system still holds the key');
  equal(await bench.provider.getKey(upstreamId), null, 'the key is still shown');
  equal(
    (await bench.listed()).some((key) => key.upstreamId === upstreamId),
    false,
    'the key is still listed',
  );
}

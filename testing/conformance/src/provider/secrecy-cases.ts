import { describeThoroughly } from './describe-thoroughly.ts';
import type { ProviderBench } from './provider-bench.ts';
import type { ProviderCase } from './provider-case.ts';
import type { UpstreamFault } from './provider-harness.ts';

/** The bench watches errors and logs in every case; these make sure that there is something to watch. */
export const secrecyCases: readonly ProviderCase[] = [
  {
    name: 'keeps every secret out of errors, whatever fails',
    async run(bench) {
      const issued = await bench.issue();
      const faults: readonly UpstreamFault['kind'][] = ['failing', 'misrouted', 'answer-lost'];
      for (const kind of faults) await bench.under({ kind, calls: 'all' }, () => failEverything(bench, bench.provider, issued.upstreamId));
      await failEverything(bench, bench.connect(bench.harness.wrongDraft), issued.upstreamId);
      await failEverything(bench, bench.provider, 'no-such-key');
      const gone = await bench.issue();
      await bench.harness.removeKey(gone.upstreamId);
      await failEverything(bench, bench.provider, gone.upstreamId);
    },
  },
  {
    name: 'keeps every secret out of logs and of everything that can be printed',
    async run(bench) {
      const intent = await bench.prepare();
      const issued = await bench.send(intent);
      const { provider } = bench;
      const recovery = await provider.recoverIssue(intent);
      const printed = [
        intent,
        issued,
        recovery,
        await bench.listed(),
        await provider.getKey(issued.upstreamId),
        await provider.checkConnection(),
      ];
      for (const value of printed) bench.shows('what a provider gives', describeThoroughly(value));
      bench.shows('the provider itself', describeThoroughly(provider));
      await provider.revokeKey(issued.upstreamId);
    },
  },
];

/** Calls everything, so that the bench sees each error there is. */
async function failEverything(bench: ProviderBench, provider: ProviderBench['provider'], upstreamId: string): Promise<void> {
  const calls: readonly (() => Promise<unknown>)[] = [
    () => provider.checkConnection(),
    () => bench.listed(provider),
    () => provider.getKey(upstreamId),
    async () => bench.send(await bench.prepare({}, provider), provider),
    async () => provider.recoverIssue(await bench.prepare({}, provider)),
    () => provider.changeKey(upstreamId, { upstreamName: bench.request().upstreamName }),
    () => provider.prepareSuspend(upstreamId),
    () => provider.suspendKey(upstreamId),
    () => provider.resumeKey(upstreamId, {}),
    () => provider.readUsage(upstreamId),
    () => provider.revokeKey(upstreamId),
  ];
  for (const call of calls) await call().catch(() => undefined);
}

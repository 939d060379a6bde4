import { deepEqual, equal, ok } from 'node:assert/strict';
import { LifecycleError, UpstreamRejectedError, UpstreamUnavailableError } from '@keyrack/contracts';
import { expectFailure, expectRefusal } from './expectations.ts';
import type { ProviderCase } from './provider-case.ts';

/** Opening, checking and closing a connection. */
export const connectionCases: readonly ProviderCase[] = [
  {
    name: 'tells the same system identity every time, and sends nothing before it is asked',
    async run(bench) {
      const before = await bench.harness.countRequests();
      const another = bench.connect();
      equal(await bench.harness.countRequests(), before, 'opening a connection has sent something');
      const report = await bench.provider.checkConnection();
      ok(report.systemIdentity.length > 0, 'the system has no identity');
      await bench.issue();
      deepEqual(await another.checkConnection(), report);
    },
  },
  {
    name: 'states the capabilities of its kind, and how long a request may take effect',
    async run(bench) {
      deepEqual(bench.capabilities, bench.harness.kind.capabilities);
      const { requestBudgetMs } = bench.provider;
      ok(Number.isFinite(requestBudgetMs) && requestBudgetMs > 0, 'requestBudgetMs is no positive number');
    },
  },
  {
    name: 'keeps the credential out of the settings',
    async run(bench) {
      bench.shows('the settings', JSON.stringify(bench.harness.draft.settings));
    },
  },
  {
    name: 'is refused in every call with a credential that the system does not accept, and changes nothing',
    async run(bench) {
      const issued = await bench.issue();
      const stranger = bench.connect(bench.harness.wrongDraft);
      const before = await bench.harness.inspect();
      await expectFailure('checkConnection', stranger.checkConnection(), { type: UpstreamRejectedError, outcome: 'not-applied' });
      await expectFailure('listKeys', bench.listed(stranger), { outcome: 'not-applied' });
      await expectFailure('getKey', stranger.getKey(issued.upstreamId), { outcome: 'not-applied' });
      await expectFailure('issueKey', bench.send(await bench.prepare(), stranger), { outcome: 'not-applied' });
      await expectFailure('recoverIssue', stranger.recoverIssue(await bench.prepare()));
      await expectFailure('revokeKey', stranger.revokeKey(issued.upstreamId), { outcome: 'not-applied' });
      await expectFailure('revokeKey of a key that is not there', stranger.revokeKey('7'));
      deepEqual(await bench.harness.inspect(), before);
    },
  },
  {
    name: 'says that the system is unavailable while it fails',
    async run(bench) {
      const { upstreamId } = await bench.issue();
      const { provider } = bench;
      const unavailable = { type: UpstreamUnavailableError, outcome: 'not-applied' } as const;
      await bench.under({ kind: 'failing', calls: 'all' }, async () => {
        await expectFailure('checkConnection', provider.checkConnection(), unavailable);
        await expectFailure('listKeys', bench.listed(), unavailable);
        const error = await expectFailure('getKey', provider.getKey(upstreamId), unavailable);
        ok(error.retryable, 'a system that fails may work again later');
      });
    },
  },
  {
    name: 'takes nothing that somebody in between answers for the word of the system',
    async run(bench) {
      const { upstreamId } = await bench.issue();
      const intent = await bench.prepare();
      const { provider } = bench;
      await bench.under({ kind: 'misrouted', calls: 'all' }, async () => {
        await expectFailure('checkConnection', provider.checkConnection());
        await expectFailure('listKeys', bench.listed());
        await expectFailure('getKey', provider.getKey(upstreamId));
        await expectFailure('recoverIssue', provider.recoverIssue(intent));
      });
    },
  },
  {
    name: 'sends nothing for a call that was ended before it began',
    async run(bench) {
      const { upstreamId } = await bench.issue();
      const intent = await bench.prepare();
      const options = { signal: AbortSignal.abort() };
      const { provider } = bench;
      await expectRefusal(bench, { call: 'getKey', type: LifecycleError }, () => provider.getKey(upstreamId, options));
      await expectRefusal(bench, { call: 'issueKey', type: LifecycleError }, () => provider.issueKey(intent, options));
      await expectRefusal(bench, { call: 'revokeKey', type: LifecycleError }, () => provider.revokeKey(upstreamId, options));
    },
  },
  {
    name: 'refuses calls once it is closed, and lets itself be closed twice',
    async run(bench) {
      const provider = bench.connect();
      await provider.checkConnection();
      await provider.close();
      await provider.close();
      await expectRefusal(bench, { call: 'checkConnection', type: LifecycleError }, () => provider.checkConnection());
      await expectRefusal(bench, { call: 'listKeys', type: LifecycleError }, () => bench.listed(provider));
    },
  },
];

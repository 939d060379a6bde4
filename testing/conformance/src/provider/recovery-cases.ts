import { deepEqual, equal, fail, ok } from 'node:assert/strict';
import type { IssuedVersion, IssueIntent } from '@keyrack/contracts';
import { expectFailure } from './expectations.ts';
import type { ProviderBench } from './provider-bench.ts';
import type { ProviderCase } from './provider-case.ts';
import { restoreIntent } from './restore-intent.ts';

/** Lost answers, lost requests and restarted processes: what the engine's journal relies on. */
export const recoveryCases: readonly ProviderCase[] = [
  {
    name: 'says absent for an intent that was never sent, and makes nothing of it',
    async run(bench) {
      const before = await bench.harness.inspect();
      equal((await bench.provider.recoverIssue(await bench.prepare())).kind, 'absent');
      deepEqual(await bench.harness.inspect(), before);
    },
  },
  {
    name: 'finds after a restart what was made before it',
    async run(bench) {
      const intent = await bench.prepare();
      const issued = await bench.send(intent);
      const finished = await finish(bench, intent);
      if (bench.capabilities.issueStrategy === 'compensate') return;
      equal(finished.upstreamId, issued.upstreamId);
      ok(finished.secret.equals(issued.secret), 'recovery gives another secret than was issued');
    },
  },
  {
    name: 'settles a create whose answer was lost, with one key and a secret that works',
    async run(bench) {
      const intent = await bench.prepare();
      const attempt = bench.under({ kind: 'answer-lost', calls: 'writes' }, () => bench.send(intent));
      await settledAsMade(attempt);
      await finish(bench, intent);
    },
  },
  {
    name: 'never says that a key was made, or was certainly not, when the request was lost',
    async run(bench) {
      const intent = await bench.prepare();
      const attempt = bench.under({ kind: 'request-lost', calls: 'writes' }, () => bench.send(intent));
      await expectFailure('issueKey whose request was lost', attempt, { outcome: 'unknown' });
      equal((await bench.connect().recoverIssue(restoreIntent(intent))).kind, 'absent');
      await finish(bench, intent);
    },
  },
  {
    name: 'makes no second key when a request that seemed lost lands late',
    async run(bench) {
      const intent = await bench.prepare();
      const attempt = bench.under({ kind: 'delayed', calls: 'writes' }, () => bench.send(intent));
      await expectFailure('issueKey whose request is delayed', attempt, { outcome: 'unknown' });
      equal((await bench.connect().recoverIssue(restoreIntent(intent))).kind, 'absent');
      await bench.harness.releaseDelayed();
      await finish(bench, intent);
    },
  },
  {
    name: 'makes no second key when a late request lands after the intent was sent again',
    async run(bench) {
      const intent = await bench.prepare();
      const attempt = bench.under({ kind: 'delayed', calls: 'writes' }, () => bench.send(intent));
      await expectFailure('issueKey whose request is delayed', attempt, { outcome: 'unknown' });
      await bench.send(intent);
      await bench.harness.releaseDelayed();
      await finish(bench, intent);
    },
  },
  {
    name: 'does not know the outcome of a create that the system failed at',
    async run(bench) {
      const intent = await bench.prepare();
      const attempt = bench.under({ kind: 'failing', calls: 'writes' }, () => bench.send(intent));
      await expectFailure('issueKey while the system fails', attempt, { outcome: 'unknown' });
      await finish(bench, intent);
    },
  },
  {
    name: 'does not know the outcome of a create that was ended after it was sent',
    async run(bench) {
      const intent = await bench.prepare();
      const controller = new AbortController();
      await bench.under({ kind: 'hanging', calls: 'writes' }, async () => {
        const before = await bench.harness.countRequests();
        const attempt = expectFailure('issueKey that was ended', bench.provider.issueKey(intent, { signal: controller.signal }), {
          outcome: 'unknown',
        });
        await bench.waitForRequestsBeyond(before);
        controller.abort();
        await attempt;
      });
      await finish(bench, intent);
    },
  },
];

/** A create that the system has carried out: the caller may get the key or an open outcome, never a denial. */
async function settledAsMade(attempt: Promise<IssuedVersion>): Promise<void> {
  await attempt.catch(async (error: unknown) => {
    await expectFailure('issueKey whose answer was lost', Promise.reject(error), { outcome: ['unknown', 'applied'] });
  });
}

/** Does what the engine does after a restart, until the key is there; then there is one, and its secret works. */
async function finish(bench: ProviderBench, intent: IssueIntent): Promise<IssuedVersion> {
  const provider = bench.connect();
  const issued = await recover(bench, provider, intent);
  bench.hides(issued.secret, issued.fingerprintSource);
  const made = (await bench.harness.inspect()).filter((key) => key.name === intent.upstreamName).map((key) => key.upstreamId);
  deepEqual(made, [issued.upstreamId], 'the system does not hold exactly this one key');
  ok(await bench.harness.accepts(issued.secret), 'the system does not accept the recovered secret');
  return issued;
}

async function recover(bench: ProviderBench, provider: ProviderBench['provider'], intent: IssueIntent): Promise<IssuedVersion> {
  const found = await provider.recoverIssue(restoreIntent(intent));
  switch (found.kind) {
    case 'applied':
      return found.issued;
    case 'absent':
      return bench.send(intent, provider);
    case 'secret-lost':
      equal(bench.capabilities.issueStrategy, 'compensate', 'only the strategy `compensate` may lose a secret');
      await provider.revokeKey(found.upstreamId);
      equal((await provider.recoverIssue(restoreIntent(intent))).kind, 'absent');
      return bench.send(intent, provider);
    case 'conflict':
      return fail(`recoverIssue takes its own key for another: ${found.explanation}`);
  }
}

import { deepEqual, equal, ok } from 'node:assert/strict';
import type { ObservedKey } from '@keyrack/contracts';
import type { ProviderCase } from './provider-case.ts';

/** Listing keys and looking at one. */
export const readingCases: readonly ProviderCase[] = [
  {
    name: 'lists every key that exists, each once, whoever made it',
    async run(bench) {
      await bench.issue();
      await bench.harness.createForeignKey('made by others');
      await bench.issue();
      const existing = (await bench.harness.inspect()).map((key) => `${key.upstreamId} ${key.name}`);
      ok(existing.length >= 3, 'the system does not hold the keys that were made');
      deepEqual((await bench.listed()).map((key) => `${key.upstreamId} ${key.upstreamName}`).toSorted(), existing.toSorted());
    },
  },
  {
    name: 'shows at the next reading what others have changed',
    async run(bench) {
      const first = await bench.issue();
      await bench.listed();
      await bench.provider.getKey(first.upstreamId);
      const second = await bench.harness.createForeignKey('made later');
      await bench.harness.removeKey(first.upstreamId);
      const ids = (await bench.listed()).map((key) => key.upstreamId);
      equal(ids.includes(first.upstreamId), false, 'a removed key is still listed');
      equal(ids.includes(second), true, 'a new key is not listed');
      equal(await bench.provider.getKey(first.upstreamId), null);
      equal((await bench.provider.getKey(second))?.upstreamId, second);
    },
  },
  {
    name: 'shows one key as the list shows it',
    async run(bench) {
      const { upstreamId } = await bench.issue();
      const listed = (await bench.listed()).find((key) => key.upstreamId === upstreamId);
      const single = await bench.provider.getKey(upstreamId);
      ok(listed && single, 'the key is not shown');
      deepEqual(withOpenSecrets(single), withOpenSecrets(listed));
    },
  },
  {
    name: 'shows the secret of a key again exactly where it declares so',
    async run(bench) {
      const issued = await bench.issue();
      const foreignId = await bench.harness.createForeignKey('made by others');
      for (const { upstreamId, secret, fingerprintSource } of await bench.listed()) {
        equal(secret !== null, bench.capabilities.secretReadable, 'secretReadable is not what the list shows');
        equal(
          fingerprintSource !== null,
          bench.capabilities.secretReadable,
          'the list shows what the fingerprint is made over, or hides it',
        );
        if (upstreamId !== issued.upstreamId || secret === null || fingerprintSource === null) continue;
        ok(secret.equals(issued.secret), 'the list shows another secret than was issued');
        ok(fingerprintSource.equals(issued.fingerprintSource), 'the list shows another fingerprint source than was issued');
      }
      ok(await bench.provider.getKey(foreignId));
    },
  },
  {
    name: 'finds in a handed out secret what its fingerprint is made over',
    async run(bench) {
      const { secret, fingerprintSource } = await bench.issue();
      const found = bench.harness.kind.fingerprintSource(secret);
      ok(found?.equals(fingerprintSource), 'a found secret would not be recognised');
    },
  },
  {
    name: 'takes its own credential for its own, and no other key',
    async run(bench) {
      await bench.issue();
      await bench.harness.createForeignKey('made by others');
      const own = (await bench.listed()).filter((key) => key.own).map((key) => key.upstreamId);
      deepEqual(own, bench.harness.ownUpstreamId === null ? [] : [bench.harness.ownUpstreamId]);
    },
  },
  {
    name: 'shows a new key as active and without anything that nobody asked for',
    async run(bench) {
      const { upstreamId } = await bench.issue();
      const key = await bench.provider.getKey(upstreamId);
      deepEqual(
        { state: key?.state, limits: key?.limits, expiresAtMs: key?.expiresAtMs },
        { state: 'active', limits: {}, expiresAtMs: null },
      );
      const upstream = await bench.upstream(upstreamId);
      deepEqual({ limits: upstream?.limits, expiresAtMs: upstream?.expiresAtMs }, { limits: {}, expiresAtMs: null });
    },
  },
  {
    name: 'changes nothing by looking',
    async run(bench) {
      const { upstreamId } = await bench.issue();
      const { provider, capabilities } = bench;
      const before = await bench.harness.inspect();
      await provider.checkConnection();
      await bench.listed();
      await provider.getKey(upstreamId);
      await provider.recoverIssue(await bench.prepare());
      if (capabilities.suspend) await provider.prepareSuspend(upstreamId);
      if (capabilities.usage.length > 0) await provider.readUsage(upstreamId);
      deepEqual(await bench.harness.inspect(), before);
    },
  },
];

/** For comparisons only: two masked secrets always look equal. */
function withOpenSecrets(key: ObservedKey): object {
  return { ...key, secret: key.secret?.reveal(), fingerprintSource: key.fingerprintSource?.reveal() };
}

import { deepEqual, equal, ok } from 'node:assert/strict';
import { CapabilityMissingError, InvalidInputError, KeyNotFoundError } from '@keyrack/contracts';
import type { KeyChange } from '@keyrack/contracts';
import { expectFailure, expectRefusal } from './expectations.ts';
import type { ProviderCase } from './provider-case.ts';
import { declaredLimits, undeclaredLimits } from './sample-limits.ts';

const dayMs = 86_400_000;

/** Limits, expiry, and changing them. */
export const limitCases: readonly ProviderCase[] = [
  {
    name: 'sets upstream every limit that it declares, and shows it',
    async run(bench) {
      const limits = declaredLimits(bench);
      const { upstreamId } = await bench.issue({ limits });
      deepEqual((await bench.upstream(upstreamId))?.limits, limits);
      deepEqual((await bench.provider.getKey(upstreamId))?.limits, limits);
    },
  },
  {
    name: 'refuses every limit that it does not declare, before anything is sent',
    async run(bench) {
      for (const limits of undeclaredLimits(bench)) {
        const call = `prepareIssue with ${Object.keys(limits).join()}`;
        await expectRefusal(bench, { call, type: CapabilityMissingError }, () => bench.prepare({ limits }));
      }
    },
  },
  {
    name: 'has an expiry upstream exactly where it declares so',
    async run(bench) {
      const expiresAtMs = Date.now() + 30 * dayMs;
      const { upstreamId } = await bench.issue({ expiresAtMs });
      const shown = (await bench.provider.getKey(upstreamId))?.expiresAtMs ?? null;
      const upstream = (await bench.upstream(upstreamId))?.expiresAtMs ?? null;
      equal(shown, upstream, 'the expiry that is shown is not the one of the system');
      if (bench.capabilities.expiry === 'keyrack') return equal(upstream, null, 'the expiry is not declared to be upstream');
      // Systems that take a remaining time in seconds end up to two seconds early, and never late.
      ok(upstream !== null && upstream <= expiresAtMs && upstream > expiresAtMs - 2_000, 'the key does not expire when it should');
    },
  },
  {
    name: 'changes exactly what it is told, where it declares so, and refuses the rest before anything is sent',
    async run(bench) {
      const limits = declaredLimits(bench);
      const { upstreamId } = await bench.issue({ limits });
      const expiresAtMs = Date.now() + 60 * dayMs;
      const { upstreamName } = bench.request();
      const changes: Required<Omit<KeyChange, 'restore'>> = { upstreamName, limits: {}, expiresAtMs, rackId: 'rack0000', spendUsd: 1.5 };
      const declaredAs = { upstreamName: 'name', limits: 'limits', expiresAtMs: 'expiresAt', rackId: 'marker', spendUsd: 'spend' } as const;
      for (const part of ['upstreamName', 'limits', 'expiresAtMs', 'rackId', 'spendUsd'] as const) {
        const change = { [part]: changes[part] };
        const before = await bench.upstream(upstreamId);
        if (bench.capabilities.change.includes(declaredAs[part])) {
          equal(await bench.provider.changeKey(upstreamId, change), null, 'there is nothing to restore for a key that is not suspended');
          const name = part === 'upstreamName' ? { name: changes.upstreamName } : {};
          const after = await bench.upstream(upstreamId);
          const expected = { ...before, ...name, ...(part === 'limits' ? { limits: {} } : {}) };
          if (part === 'expiresAtMs') {
            ok(Math.abs((after?.expiresAtMs ?? 0) - expiresAtMs) <= 2_000, 'the expiry was not changed');
            deepEqual({ ...after, expiresAtMs: null }, { ...expected, expiresAtMs: null });
          } else deepEqual(after, expected);
          if (part === 'rackId') equal((await bench.provider.getKey(upstreamId))?.rackId, 'rack0000', 'the key does not say whose it is');
          if (part === 'spendUsd') equal((await bench.provider.readUsage(upstreamId)).spendUsd, 1.5, 'the spend was not set');
        } else {
          const call = `changeKey with ${part}`;
          await expectRefusal(bench, { call, type: CapabilityMissingError }, () => bench.provider.changeKey(upstreamId, change));
          deepEqual(await bench.upstream(upstreamId), before);
        }
      }
    },
  },
  {
    name: 'sets a limit on a key that had none, and refuses undeclared ones before anything is sent',
    async run(bench) {
      const { upstreamId } = await bench.issue();
      if (!bench.capabilities.change.includes('limits')) return;
      const limits = declaredLimits(bench);
      await bench.provider.changeKey(upstreamId, { limits });
      deepEqual((await bench.upstream(upstreamId))?.limits, limits);
      for (const undeclared of undeclaredLimits(bench)) {
        const call = `changeKey with ${Object.keys(undeclared).join()}`;
        const change = { limits: { ...limits, ...undeclared } };
        await expectRefusal(bench, { call, type: CapabilityMissingError }, () => bench.provider.changeKey(upstreamId, change));
      }
      deepEqual((await bench.upstream(upstreamId))?.limits, limits);
    },
  },
  {
    name: 'gives a successor no more than its predecessor has left, and never no limit at all',
    async run(bench) {
      const limits = declaredLimits(bench);
      const reading = { lastUsedAtMs: null, readAtMs: Date.now() };
      const unknown = { ...reading, dataBytes: null, spendUsd: null };
      deepEqual(bench.provider.remainingLimits(limits, unknown), limits, 'limits change although nothing is known of the use');
      deepEqual(bench.provider.remainingLimits({}, { ...unknown, dataBytes: 1, spendUsd: 1 }), {});
      for (const used of [0, 1.5, 1e300]) {
        const carriedUsage = { ...reading, dataBytes: used, spendUsd: used };
        const remaining = bench.provider.remainingLimits(limits, carriedUsage);
        deepEqual(Object.keys(remaining).toSorted(), Object.keys(limits).toSorted(), 'a limit is gone, or one was added');
        for (const [name, before] of Object.entries(limits)) {
          const after = Object.entries(remaining).find(([limit]) => limit === name)?.[1];
          if (typeof before === 'number') ok(typeof after === 'number' && after >= 0 && after <= before, `${name} grew or is negative`);
          else deepEqual(after, before);
        }
        const { upstreamId } = await bench.issue({ limits: remaining, carriedUsage });
        deepEqual((await bench.upstream(upstreamId))?.limits, remaining);
      }
    },
  },
  {
    name: 'never clears a name by a change',
    async run(bench) {
      if (!bench.capabilities.change.includes('name')) return;
      const { upstreamId, upstreamName } = await bench.issue();
      const empty = { upstreamName: '' };
      await expectRefusal(bench, { call: 'changeKey with an empty name', type: InvalidInputError }, () =>
        bench.provider.changeKey(upstreamId, empty),
      );
      equal((await bench.upstream(upstreamId))?.name, upstreamName);
    },
  },
  {
    name: 'says that a key is not there when it is asked to change one that is gone',
    async run(bench) {
      const { upstreamId } = await bench.issue();
      await bench.harness.removeKey(upstreamId);
      const before = await bench.harness.inspect();
      const gone = { type: KeyNotFoundError, outcome: 'not-applied' } as const;
      const { provider, capabilities } = bench;
      if (capabilities.change.includes('name')) {
        const { upstreamName } = bench.request();
        await expectFailure('changeKey of a key that is gone', provider.changeKey(upstreamId, { upstreamName }), gone);
      }
      if (capabilities.suspend) {
        await expectFailure('prepareSuspend of a key that is gone', provider.prepareSuspend(upstreamId), gone);
        await expectFailure('suspendKey of a key that is gone', provider.suspendKey(upstreamId), gone);
      }
      if (capabilities.usage.length > 0) await expectFailure('readUsage of a key that is gone', provider.readUsage(upstreamId), gone);
      deepEqual(await bench.harness.inspect(), before);
    },
  },
];

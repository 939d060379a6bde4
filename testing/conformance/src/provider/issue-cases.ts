import { deepEqual, equal, notEqual, ok } from 'node:assert/strict';
import { InvalidInputError, KeyConflictError } from '@keyrack/contracts';
import { describeThoroughly } from './describe-thoroughly.ts';
import { expectFailure, expectRefusal } from './expectations.ts';
import type { ProviderCase } from './provider-case.ts';
import { restoreIntent } from './restore-intent.ts';

/** Making keys while everything works. */
export const issueCases: readonly ProviderCase[] = [
  {
    name: 'prepares without changing anything in the system',
    async run(bench) {
      await bench.harness.createForeignKey('made by others');
      const before = await bench.harness.inspect();
      await bench.prepare();
      deepEqual(await bench.harness.inspect(), before);
    },
  },
  {
    name: 'prepares an intent that survives being written down and holds its secrets only wrapped',
    async run(bench) {
      const intent = await bench.prepare();
      bench.shows('an intent', describeThoroughly(intent));
      const restored = restoreIntent(intent);
      deepEqual(restored.request, intent.request);
      equal(restored.upstreamName, intent.upstreamName);
    },
  },
  {
    name: 'makes exactly one key, under the prepared name and id',
    async run(bench) {
      await bench.harness.createForeignKey('made by others');
      const before = await bench.harness.inspect();
      const intent = await bench.prepare();
      const issued = await bench.send(intent);
      const added = (await bench.harness.inspect()).filter((key) => !before.some(({ upstreamId }) => upstreamId === key.upstreamId));
      deepEqual(
        added.map(({ upstreamId, name }) => ({ upstreamId, name })),
        [{ upstreamId: issued.upstreamId, name: intent.upstreamName }],
      );
      equal(issued.upstreamName, intent.upstreamName);
      if (intent.upstreamId !== null) equal(issued.upstreamId, intent.upstreamId, 'the prepared id is not the id of the key');
      equal((await bench.provider.getKey(issued.upstreamId))?.upstreamName, intent.upstreamName);
    },
  },
  {
    name: 'hands out the secret that the system accepts',
    async run(bench) {
      const intent = await bench.prepare();
      const { secret, fingerprintSource } = await bench.send(intent);
      ok(await bench.harness.accepts(secret), 'the system does not accept the secret that was handed out');
      if (intent.fingerprintSource !== null) ok(fingerprintSource.equals(intent.fingerprintSource), 'the fingerprint would be another one');
    },
  },
  {
    name: 'makes no second key when the same intent is sent again',
    async run(bench) {
      const intent = await bench.prepare();
      const first = await bench.send(intent);
      const before = await bench.harness.inspect();
      if (bench.capabilities.issueStrategy === 'compensate') {
        const repeated = expectFailure('issueKey with an intent that was applied', bench.send(intent), { outcome: ['unknown', 'applied'] });
        ok(!KeyConflictError.isInstance(await repeated), 'a KeyConflictError would let the engine give the name up');
      } else {
        const second = await bench.send(intent);
        equal(second.upstreamId, first.upstreamId);
        ok(second.secret.equals(first.secret), 'the second answer holds another secret');
      }
      deepEqual(await bench.harness.inspect(), before);
    },
  },
  {
    name: 'gives every key an id and a secret of its own, also when many are made at once',
    async run(bench) {
      const intents = await Promise.all(Array.from({ length: 5 }, () => bench.prepare()));
      const issued = await Promise.all(intents.map((intent) => bench.send(intent)));
      equal(new Set(issued.map(({ upstreamId }) => upstreamId)).size, 5, 'two keys share an id');
      equal(new Set(issued.map(({ secret }) => secret.reveal())).size, 5, 'two keys share a secret');
    },
  },
  {
    name: 'prepares the same request twice for two different keys',
    async run(bench) {
      const [first, second] = [await bench.prepare(), await bench.prepare()];
      if (first.upstreamId !== null) notEqual(first.upstreamId, second.upstreamId);
      for (const [name, secret] of Object.entries(first.secrets)) {
        equal(second.secrets[name]?.equals(secret), false, `two intents share the secret "${name}"`);
      }
    },
  },
  {
    name: 'never takes the key of others for its own, and never replaces it',
    async run(bench) {
      const { harness, provider, capabilities } = bench;
      const intent = await bench.prepare();
      if (harness.occupy === undefined) {
        notEqual(capabilities.issueStrategy, 'client-chosen-id', 'the harness has no occupy(), which this strategy needs');
        return;
      }
      await harness.occupy(intent);
      const before = await harness.inspect();
      await expectFailure('issueKey in the place of another key', bench.send(intent), { type: KeyConflictError, outcome: 'not-applied' });
      equal((await provider.recoverIssue(intent)).kind, 'conflict');
      deepEqual(await harness.inspect(), before);
    },
  },
  {
    name: 'takes names up to the declared length, and refuses longer ones before anything is sent',
    async run(bench) {
      const { nameMaxLength } = bench.capabilities;
      const { upstreamName } = bench.request();
      const longest = upstreamName.padStart(nameMaxLength, 'n');
      const issued = await bench.issue({ upstreamName: longest });
      equal((await bench.upstream(issued.upstreamId))?.name, longest);
      await expectRefusal(bench, { call: 'prepareIssue with a name that is too long', type: InvalidInputError }, () =>
        bench.prepare({ upstreamName: `n${longest}` }),
      );
    },
  },
  {
    name: 'keeps a name of any characters as it is',
    async run(bench) {
      const { upstreamName } = bench.request();
      const unusual = `Zoë "q" <b>&amp; %2F/.. 日本 😀 ${upstreamName}`;
      const { upstreamId } = await bench.issue({ upstreamName: unusual });
      equal((await bench.upstream(upstreamId))?.name, unusual);
      equal((await bench.provider.getKey(upstreamId))?.upstreamName, unusual);
    },
  },
  {
    name: 'refuses an option that it does not declare, before anything is sent',
    async run(bench) {
      const providerOptions = { ...bench.harness.providerOptions, 'no-such-option': true };
      await expectRefusal(bench, { call: 'prepareIssue with an unknown option', type: InvalidInputError }, () =>
        bench.prepare({ providerOptions }),
      );
    },
  },
];

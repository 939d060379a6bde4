import { RefusedError } from '@keyrack/contracts';
import type { ProviderKind } from '@keyrack/contracts';
import type { Rack } from '@keyrack/runtime';
import { Secret } from '@keyrack/secret';
import { expect, test } from 'vitest';
import { fakeHost } from '../../test/support/fake-host.ts';
import { accessKey, fakeRackWith, keyVersion, operation } from '../../test/support/fake-rack.ts';
import { run } from '../run.ts';

const note = 'Note: where several servers of Outline share a database, the others may accept it for up to 60 seconds more.\n';
const alice = accessKey('alice');

/** What is said of one command on a system whose other servers lag behind so much. */
async function saidOf(words: readonly string[], endLagSeconds: number | undefined, verbs: Partial<Rack['keys']>): Promise<string> {
  const capabilities = endLagSeconds === undefined ? {} : { endLagSeconds };
  const outline = { kind: 'outline', displayName: 'Outline', capabilities } as ProviderKind; // only what is looked at
  const host = fakeHost({ rack: fakeRackWith([alice], verbs, { providerKinds: async () => [outline] }) });
  await run(host, words);
  return host.written.stderr;
}

const ends: readonly (readonly [string, readonly string[], Partial<Rack['keys']>])[] = [
  ['revoke', ['revoke', 'alice', '--yes'], { revoke: async (id) => ({ key: alice, operation: operation(id) }) }],
  ['suspend', ['suspend', 'alice'], { suspend: async (id) => ({ key: alice, operation: operation(id) }) }],
  [
    'rotate',
    ['rotate', 'alice', '--overlap', '0s'],
    {
      rotate: async (id) => ({ key: alice, version: keyVersion(id), operation: operation(id), secret: new Secret('new') }),
      confirmDelivered: async (id) => ({ key: alice, operation: operation(id) }),
    },
  ],
];

test.each(ends)('%s says for how long other servers of the system may go on accepting what ended', async (_, words, verbs) => {
  expect(await saidOf(words, 60, verbs)).toContain(note);
  expect(await saidOf(words, 0, verbs)).not.toContain('Note');
  expect(await saidOf(words, undefined, verbs)).not.toContain('Note');
});

test('of what did not end, or ended long ago, nothing is said', async () => {
  const refused = async (): Promise<never> => Promise.reject(new RefusedError('no'));
  expect(await saidOf(['revoke', 'alice', '--yes'], 60, { revoke: refused })).not.toContain('Note');
  expect(await saidOf(['revoke', 'alice', '--yes'], 60, { revoke: async () => ({ key: alice, operation: null }) })).not.toContain('Note');
  expect(await saidOf(['resume', 'alice'], 60, { resume: async (id) => ({ key: alice, operation: operation(id) }) })).not.toContain('Note');
});

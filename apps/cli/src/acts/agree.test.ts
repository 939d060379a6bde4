import { RefusedError } from '@keyrack/contracts';
import type { Rack } from '@keyrack/runtime';
import { describe, expect, test } from 'vitest';
import { fakeHost } from '../../test/support/fake-host.ts';
import type { FakeHost } from '../../test/support/fake-host.ts';
import { accessKey, fakeRackWith } from '../../test/support/fake-rack.ts';
import { run } from '../run.ts';

/** A rack that refuses whatever is asked of anybody but `alice`. */
function refusing(options: { readonly isTerminal?: boolean; readonly answers?: readonly boolean[] } = {}): FakeHost {
  const preview = async (id: string) => {
    const key = accessKey(id.slice('key_'.length));
    if (key.name !== 'alice') throw new RefusedError(`"${key.name}" cannot be had`, { advice: 'Ask for another.' });
    return key;
  };
  const verbs: Partial<Rack['keys']> = { previewSuspend: preview, previewResume: preview, previewRotate: preview, previewAdopt: preview };
  const rack = fakeRackWith(
    ['alice', 'bob', 'carol'].map((name) => accessKey(name)),
    verbs,
    { providerKinds: async () => [] },
  );
  return fakeHost({ rack, ...options });
}

const times = (text: string, part: string): number => text.split(part).length - 1;

describe.each(['suspend', 'resume', 'rotate', 'adopt'])('%s', (verb) => {
  test.each([
    { names: ['bob'], code: 4 },
    { names: ['alice', 'bob'], code: 3 },
  ])('says once that nothing was changed when a dry run finds that $names cannot be had', async ({ names, code }) => {
    const host = refusing();
    expect(await run(host, [verb, ...names, '--dry-run'])).toBe(code);
    expect(host.written.stderr).toContain('vpn/bob: "bob" cannot be had.\n  Ask for another.\n');
    expect(times(host.written.stderr, 'Nothing was changed')).toBe(1);
  });

  test('says once that nothing was changed when the person says no', async () => {
    const host = refusing({ isTerminal: true, answers: [false] });
    expect(await run(host, [verb, 'alice', 'bob'])).toBe(1);
    expect(times(host.written.stderr, 'Nothing was changed')).toBe(1);
  });

  test('says once that nothing was changed, and asks nothing, when none of several can be had', async () => {
    const host = refusing({ isTerminal: true });
    expect(await run(host, [verb, 'bob', 'carol'])).toBe(4);
    expect(host.asked).toEqual([]);
    expect(times(host.written.stderr, 'Nothing was changed')).toBe(1);
  });
});

import { expect, test } from 'vitest';
import { fakeHost } from '../test/support/fake-host.ts';
import { accessKey, operation } from '../test/support/fake-rack.ts';
import { advanceDueWork } from './due-work.ts';
import type { Rack } from '@keyrack/runtime';

function rackWhose(resumeAll: Rack['operations']['resumeAll']): Rack {
  const show = async (id: string) => ({ operation: operation(id), key: accessKey('alice'), steps: [] });
  return { operations: { resumeAll, show } } as unknown as Rack; // all that is used here
}

test('is silent when nothing was due', async () => {
  const host = fakeHost();
  await advanceDueWork(
    host,
    rackWhose(async () => []),
  );
  expect(host.written).toEqual({ stdout: '', stderr: '' });
});

test('says on standard error what became of earlier work', async () => {
  const host = fakeHost();
  const owed = operation('b', { state: 'waiting', waitUntilMs: Date.UTC(2027, 0, 1) });
  await advanceDueWork(
    host,
    rackWhose(async () => [
      { operation: operation('a'), problem: null },
      { operation: owed, problem: 'no answer' },
    ]),
  );
  expect(host.written.stderr).toBe(
    'Earlier work: revoke of alice (op_a) is done\nEarlier work: revoke of alice (op_b) is waiting until 2027-01-01T00:00:00.000Z: no answer\n',
  );
});

test('never keeps the person from their own command', async () => {
  const host = fakeHost();
  await advanceDueWork(
    host,
    rackWhose(async () => {
      throw new Error('broken');
    }),
  );
  expect(host.written.stderr).toContain('could not be advanced: broken');
});

test('ends with Ctrl-C', async () => {
  const controller = new AbortController();
  const host = fakeHost({ signal: controller.signal });
  const rack = rackWhose(async (options) => {
    controller.abort(new Error('stop'));
    options?.signal?.throwIfAborted();
    return [];
  });
  await expect(advanceDueWork(host, rack)).rejects.toThrow('stop');
});

import type { Operation } from '@keyrack/contracts';
import type { Rack } from '@keyrack/runtime';
import { expect, test } from 'vitest';
import { fakeHost } from '../test/support/fake-host.ts';
import { operation } from '../test/support/fake-rack.ts';
import { waitForOperation } from './wait-for-operation.ts';

const beganMs = Date.UTC(2026, 0, 1);

/** A rack that gives these states, one for each time the operation is taken up. */
function rackThatGives(...later: readonly Partial<Operation>[]): Rack & { readonly resumed: number[] } {
  const resumed: number[] = [];
  const states = [...later];
  const resume = async (id: string) => {
    resumed.push(states.length);
    const state = states.shift() ?? {};
    return { operation: operation(id, state), problem: state.state === 'aborted' ? null : 'not finished' };
  };
  return { operations: { resume }, resumed } as unknown as Rack & { readonly resumed: number[] }; // only what is used
}

const waiting = (inMs: number): Partial<Operation> => ({
  state: 'waiting',
  waitUntilMs: beganMs + inMs,
  reason: 'a request may still land',
});

test('sleeps until an operation may go on, as often as it has to, and no longer', async () => {
  const host = fakeHost({ nowMs: beganMs });
  const rack = rackThatGives(waiting(90_500), { state: 'aborted' });
  const result = await waitForOperation(host, rack, { operation: operation('x', waiting(35_000)), problem: 'not finished' });
  expect(result).toMatchObject({ operation: { state: 'aborted' }, problem: null });
  expect(host.slept.ms).toBe(90_500);
  expect(host.written.stderr.match(/Waiting until 2026-01-01T00:0\d:\d\d/g)).toEqual([
    'Waiting until 2026-01-01T00:00:35',
    'Waiting until 2026-01-01T00:01:30',
  ]);
});

test('leaves to a person what is stuck, and what has ended as it is', async () => {
  const host = fakeHost({ nowMs: beganMs });
  for (const state of ['stuck', 'aborted', 'done'] as const) {
    const rack = rackThatGives();
    await waitForOperation(host, rack, { operation: operation('x', { state, waitUntilMs: null }), problem: null });
    expect(rack.resumed).toEqual([]);
  }
  expect(host.slept.ms).toBe(0);
});

test('wakes up on Ctrl-C and leaves the rest to whoever comes next', async () => {
  const controller = new AbortController();
  const host = fakeHost({ nowMs: beganMs, signal: controller.signal });
  const rack = rackThatGives({ state: 'aborted' });
  const sleep = async (): Promise<void> => controller.abort(new Error('stop'));
  const result = await waitForOperation({ ...host, sleep }, rack, { operation: operation('x', waiting(35_000)), problem: 'not finished' });
  expect(result.operation.state).toBe('waiting');
  expect(rack.resumed).toEqual([]);
});

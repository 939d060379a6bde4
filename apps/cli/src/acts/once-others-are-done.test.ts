import { OperationInProgressError, RefusedError } from '@keyrack/contracts';
import { describe, expect, test } from 'vitest';
import { fakeHost } from '../../test/support/fake-host.ts';
import { onceOthersAreDone } from './once-others-are-done.ts';

const held = new OperationInProgressError('The key is being worked on: rotate op_1, by process 4711', {
  retryable: true,
  advice: 'If that process hangs, end it.',
  details: { kind: 'rotate' },
});

/** Work that another process stands in the way of for so many tries. */
function heldFor(tries: number, error: Error = held): () => Promise<string> {
  let left = tries;
  return async () => {
    left -= 1;
    if (left >= 0) throw error;
    return 'done';
  };
}

describe('what another process stands in the way of', () => {
  test('is done when that has ended; that one waits, and for whom, is said once', async () => {
    const host = fakeHost();
    expect(await onceOthersAreDone(host, heldFor(3))).toBe('done');
    expect(host.written).toEqual({ stdout: '', stderr: `${held.message}. Waiting for that.\n` });
    expect(host.slept.ms).toBe(700);
  });

  test('fails with what to do about it after three quarters of a minute, longer than it takes to prove a death', async () => {
    const host = fakeHost();
    await expect(onceOthersAreDone(host, heldFor(Number.POSITIVE_INFINITY))).rejects.toBe(held);
    expect(host.slept.ms).toBeGreaterThan(40_000);
    expect(host.slept.ms).toBeLessThanOrEqual(45_000);
  });

  test.each([
    ['that nobody works on', new OperationInProgressError('rotate op_1 is waiting'), () => true],
    ['that is not worth waiting for', held, ({ details }: OperationInProgressError) => details['kind'] !== 'rotate'],
    ['that is no operation', new RefusedError('no'), () => true],
  ])('fails at once where it is something %s', async (_, error, isWorthWaiting) => {
    const host = fakeHost();
    await expect(onceOthersAreDone(host, heldFor(1, error), isWorthWaiting)).rejects.toBe(error);
    expect(host).toMatchObject({ slept: { ms: 0 }, written: { stderr: '' } });
  });

  test('is left alone after Ctrl-C', async () => {
    const controller = new AbortController();
    const host = fakeHost({ signal: controller.signal });
    const reason = new Error('Ctrl-C');
    const work = async (): Promise<never> => {
      controller.abort(reason);
      throw held;
    };
    await expect(onceOthersAreDone(host, work)).rejects.toBe(reason);
  });
});

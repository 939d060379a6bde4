import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { fakeHost } from '../../test/support/fake-host.ts';
import { sayWhenSlow } from './say-when-slow.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

async function waited(isTerminal: boolean, durationMs: number): Promise<string> {
  const host = fakeHost({ isTerminal });
  const work = sayWhenSlow(host, new Promise<void>((resolve) => setTimeout(resolve, durationMs)));
  await vi.advanceTimersByTimeAsync(durationMs);
  await work;
  return host.written.stderr;
}

test('breaks a long silence at a terminal, and only there', async () => {
  expect(await waited(true, 10_000)).toContain('Still waiting for the system');
  expect(await waited(true, 1_000)).toBe('');
  expect(await waited(false, 10_000)).toBe('');
});

import { existsSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { withLock } from './lock.mjs';
import { scratchCheckout } from '../test/scratch-checkout.ts';

const quick = { beatMs: 5, staleMs: 60_000 };

describe('withLock', () => {
  test('lets the second wait, once told, until the first is done', async () => {
    await using scratch = await scratchCheckout({});
    const path = scratch.join('lock');
    const order: string[] = [];
    const told = Promise.withResolvers<void>();
    const first = withLock(path, quick, async () => {
      await told.promise;
      order.push('first');
    });
    const second = withLock(path, { ...quick, onWait: told.resolve }, async () => void order.push('second'));
    await Promise.all([first, second]);
    expect(order).toEqual(['first', 'second']);
    expect(existsSync(path)).toBe(false);
  });

  test('lets go when the work fails', async () => {
    await using scratch = await scratchCheckout({});
    const path = scratch.join('lock');
    await expect(withLock(path, quick, () => Promise.reject(new Error('no network')))).rejects.toThrow('no network');
    expect(await withLock(path, quick, async () => 'done')).toBe('done');
  });

  test('takes over from a holder that stopped touching the file', async () => {
    await using scratch = await scratchCheckout({ lock: 'a process that was killed' });
    const path = scratch.join('lock');
    const hourAgo = new Date(Date.now() - 3_600_000);
    utimesSync(path, hourAgo, hourAgo);
    expect(await withLock(path, quick, async () => readFileSync(path, 'utf8'))).toContain(`${process.pid} `);
  });

  test('gives a dead lock to one of several that want it', async () => {
    await using scratch = await scratchCheckout({ lock: 'a process that was killed' });
    const path = scratch.join('lock');
    const hourAgo = new Date(Date.now() - 3_600_000);
    utimesSync(path, hourAgo, hourAgo);
    let inside = 0;
    let most = 0;
    const work = async (): Promise<void> => {
      most = Math.max(most, (inside += 1));
      await new Promise((resolve) => setImmediate(resolve));
      inside -= 1;
    };
    await Promise.all(Array.from({ length: 5 }, () => withLock(path, quick, work)));
    expect(most).toBe(1);
  });

  test('leaves a lock alone that somebody else has taken over meanwhile', async () => {
    await using scratch = await scratchCheckout({});
    const path = scratch.join('lock');
    await withLock(path, quick, async () => writeFileSync(path, 'another process'));
    expect(readFileSync(path, 'utf8')).toBe('another process');
  });
});

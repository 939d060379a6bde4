import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OutlineEmulator } from '../src/index.ts';
import { startOutlineEmulator } from '../src/index.ts';
import { ask } from './ask.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

describe('data limits of an Outline server', () => {
  let outline: OutlineEmulator;
  beforeEach(async () => {
    outline = await startOutlineEmulator({ startAtMs: Date.parse('2026-11-21T12:00:00Z') });
    outline.clock.freeze(true);
    for (const id of ['a', 'b']) await ask(outline, `PUT /access-keys/${id}`, { body: {} });
  });
  afterEach(() => outline.close());

  const accepted = () => outline.state().keys.flatMap((key) => (key.accepted ? [key.id] : []));
  const limit = (id: string, bytes: number) => ask(outline, `PUT /access-keys/${id}/data-limit`, { body: { limit: { bytes } } });
  const defaultLimit = (bytes: number) => ask(outline, 'PUT /server/access-key-data-limit', { body: { limit: { bytes } } });

  it('drop a key whose usage has reached them, and nothing in the API shows it', async () => {
    outline.feedTraffic({ keyId: 'a', bytes: 1_000 });
    await limit('a', 1_001);
    expect(accepted()).toEqual(['a', 'b']);
    const before = (await ask(outline, 'GET /access-keys/b')).json;
    await limit('a', 1_000);
    expect(accepted()).toEqual(['b']);
    expect(Object.keys((await ask(outline, 'GET /access-keys/a')).json)).toEqual([
      ...Object.keys(before).slice(0, -1),
      'dataLimit',
      'accessUrl',
    ]);
  });

  it('are taken off again by DELETE, also when they were 0', async () => {
    await limit('a', 0);
    expect(accepted()).toEqual(['b']);
    await ask(outline, 'DELETE /access-keys/a/data-limit');
    expect(accepted()).toEqual(['a', 'b']);
  });

  it('of the server hold for all keys without one of their own', async () => {
    outline.feedTraffic({ keyId: 'a', bytes: 50 }, { keyId: 'b', bytes: 50 });
    await limit('a', 60);
    await defaultLimit(50);
    expect(accepted()).toEqual(['a']);
    await defaultLimit(0);
    expect(accepted()).toEqual(['a']);
    await ask(outline, 'DELETE /server/access-key-data-limit');
    expect(accepted()).toEqual(['a', 'b']);
  });

  it('look at the last thirty days only', async () => {
    outline.feedTraffic({ keyId: 'a', bytes: 1_000 });
    await limit('a', 1_000);
    outline.clock.advance(30 * dayMs - hourMs);
    expect(accepted()).toEqual(['b']);
    outline.clock.advance(2 * hourMs);
    expect(accepted()).toEqual(['a', 'b']);
  });

  it('notice traffic only once an hour', async () => {
    await limit('a', 1_000);
    outline.feedTraffic({ keyId: 'a', bytes: 1_000 });
    outline.clock.advance(59 * 60_000);
    expect(accepted()).toEqual(['a', 'b']);
    outline.clock.advance(60_000);
    expect(accepted()).toEqual(['b']);
  });

  it('let a key made under a default of 0 live until the next look', async () => {
    await defaultLimit(0);
    await ask(outline, 'PUT /access-keys/newborn', { body: {} });
    expect(accepted()).toEqual(['newborn']);
    outline.clock.advance(hourMs);
    expect(accepted()).toEqual([]);
  });

  it('count the old usage of a key that is made again under its id', async () => {
    outline.feedTraffic({ keyId: 'a', bytes: 1_000 });
    await ask(outline, 'DELETE /access-keys/a');
    await ask(outline, 'PUT /access-keys/a', { body: { limit: { bytes: 1_000 } } });
    expect(accepted()).toEqual(['b', 'a']);
    outline.clock.advance(hourMs);
    expect(accepted()).toEqual(['b']);
  });

  it('let a key in that is made again under the id of one they dropped, until the next look', async () => {
    await limit('a', 0);
    await ask(outline, 'DELETE /access-keys/a');
    await ask(outline, 'PUT /access-keys/a', { body: { limit: { bytes: 0 } } });
    expect(accepted()).toEqual(['b', 'a']);
    outline.clock.advance(hourMs);
    expect(accepted()).toEqual(['b']);
  });

  it('are stored but not enforced while Prometheus is down', async () => {
    outline.setPrometheus('down');
    expect((await limit('a', 0)).status).toBe(204);
    outline.clock.advance(2 * hourMs);
    expect(accepted()).toEqual(['a', 'b']);
    expect((await ask(outline, 'GET /access-keys/a')).json.dataLimit).toEqual({ bytes: 0 });
    outline.setPrometheus('up');
    outline.clock.advance(hourMs);
    expect(accepted()).toEqual(['b']);
  });

  it('come into force when a hanging Prometheus goes on', async () => {
    outline.setPrometheus('hanging');
    await limit('a', 0);
    expect(accepted()).toEqual(['a', 'b']);
    outline.setPrometheus('up');
    await ask(outline, 'GET /server');
    expect(accepted()).toEqual(['b']);
  });

  it('are looked at when the server starts again', async () => {
    await ask(outline, 'PUT /access-keys/c', { body: { limit: { bytes: 0 } } });
    expect(accepted()).toEqual(['a', 'b', 'c']);
    await outline.restart();
    expect(accepted()).toEqual(['a', 'b']);
  });

  it('hold for seeded keys too', async () => {
    await using seeded = await startOutlineEmulator({ seedKeys: 3 });
    await ask(seeded, 'PUT /access-keys/1/data-limit', { body: { limit: { bytes: 0 } } });
    expect(seeded.state().keys.map((key) => key.accepted)).toEqual([true, false, true]);
    await ask(seeded, 'PUT /server/access-key-data-limit', { body: { limit: { bytes: 0 } } });
    expect(seeded.state().keys.map((key) => key.accepted)).toEqual([false, false, false]);
  });
});

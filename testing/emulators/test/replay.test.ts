import { describe, expect, it } from 'vitest';
import { startOutlineEmulator } from '../src/index.ts';
import { Bindings } from '../src/replay/bindings.ts';
import type { RecordedCall } from '../src/replay/recorded-call.ts';
import type { ReplayException } from '../src/replay/replay.ts';
import { replay } from '../src/replay/replay.ts';

function call(name: string, path: string, body: string | null): RecordedCall {
  const response = body === null ? null : { status: 200, headers: { 'content-type': 'application/json' }, body };
  return { name, request: { method: 'GET', path, headers: {}, body: undefined }, response };
}

describe('a replay', () => {
  it('sends every call, compares those with an answer, and reports needed and needless exceptions', async () => {
    await using outline = await startOutlineEmulator({ credential: 'p' });
    const calls = [
      call('same', '/p/metrics/enabled', '{"metricsEnabled":false}'),
      call('other', '/p/metrics/enabled', '{}'),
      call('silent', '/p/server', null),
      call('excused', '/p/access-keys', '{}'),
    ];
    const exceptions: readonly ReplayException[] = [
      { name: 'excused', reason: 'r' },
      { name: 'same', reason: 'not needed' },
      { name: 'unknown', reason: 'no such call' },
    ];
    const ignoredHeaders = ['date', 'connection', 'content-length', 'server', 'vary'];
    const report = await replay({ origin: outline.origin, calls, exceptions, ignoredHeaders, forms: {}, bindings: new Bindings() });
    expect(report).toEqual({
      sent: 4,
      compared: 3,
      failures: [{ name: 'other', differences: ['body: recorded {}, now {"metricsEnabled":false}'] }],
      excused: [exceptions[0]],
      needless: [exceptions[1], exceptions[2]],
    });
    expect(outline.accessLog.count).toBe(4);
  });
});

import { describe, expect, it } from 'vitest';
import type { OutlineRelease } from '../src/index.ts';
import { startOutlineEmulator } from '../src/index.ts';
import { Bindings } from '../src/replay/bindings.ts';
import type { ReplayException, ReplayReport } from '../src/replay/replay.ts';
import { replay } from '../src/replay/replay.ts';
import { outlineCalls, outlineForms } from './outline-recording.ts';

/** Headers that every connection or moment makes anew. */
const ignoredHeaders = ['date', 'connection', 'keep-alive', 'content-length'];

/** Answers that may differ from the recorded ones, each with its reason. At most one in fifty. */
const exceptions: readonly ReplayException[] = [];

async function replayAgainst(release: OutlineRelease): Promise<ReplayReport> {
  // Capital letters, so that the recorded calls with a prefix in lower case are calls with a wrong one.
  await using outline = await startOutlineEmulator({ credential: 'Rack-Prefix_01', release, version: '1.12.3-local' });
  const calls = outlineCalls({ prefix: 'Rack-Prefix_01', apiPort: outline.port }, release === '1.12.3');
  return await replay({ origin: outline.origin, calls, exceptions, ignoredHeaders, forms: outlineForms(calls), bindings: new Bindings() });
}

describe.each(['newer', '1.12.3'] as const)('the recorded calls against a server of release "%s"', (release) => {
  it('are answered with the same status, headers and body', async () => {
    const report = await replayAgainst(release);
    process.stdout.write(`outline ${release}: ${report.sent} calls sent, ${report.compared} compared, ${report.excused.length} excused\n`);
    expect(report.failures).toEqual([]);
    expect(report.needless, 'exceptions that are not needed any more').toEqual([]);
    expect(report.compared).toBeGreaterThanOrEqual(170);
    expect(exceptions.length / report.compared).toBeLessThanOrEqual(0.02);
  });
});

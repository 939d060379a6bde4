/** Sync of many keys, first and repeated: time and peak memory: `node --conditions=@keyrack/source bench/src/sync-size.ts [keys]` */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openRack } from '@keyrack/runtime';
import { startEmulatorProcess } from './emulator-process.ts';

const keys = Number(process.argv[2] ?? 100_000);
using emulator = await startEmulatorProcess(keys);
const home = mkdtempSync(join(tmpdir(), 'keyrack-bench-'));
await using rack = await openRack({ environment: {}, home });
const { url, certSha256 } = emulator;
await rack.connections.add({ name: 'bench', provider: 'outline', input: { fields: { url, certSha256 }, text: null } });
for (const run of ['first', 'repeated']) {
  const startMs = performance.now();
  const [result] = await rack.inventory.sync();
  if (result?.kind !== 'synced') throw result?.error ?? new Error('no result');
  const seconds = (performance.now() - startMs) / 1000;
  const peakMegabytes = process.resourceUsage().maxRSS / 1024;
  process.stdout.write(`${run} sync of ${result.report.seen} keys: ${seconds.toFixed(1)} s, peak memory ${peakMegabytes.toFixed(0)} MB\n`);
}
rmSync(home, { recursive: true });

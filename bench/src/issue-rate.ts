/** Issue with the journal synced, as a share of the raw client's rate: `node --conditions=@keyrack/source bench/src/issue-rate.ts` */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OutlineClient } from '@keyrack/outline';
import { openRack } from '@keyrack/runtime';
import { startEmulatorProcess } from './emulator-process.ts';

const rounds = 5;
const keysPerRound = 100;

using emulator = await startEmulatorProcess(0);
const home = mkdtempSync(join(tmpdir(), 'keyrack-bench-'));
await using rack = await openRack({ environment: {}, home });
await using outline = new OutlineClient({ apiUrl: emulator.url, certSha256: emulator.certSha256 });
const { url, certSha256 } = emulator;
await rack.connections.add({ name: 'bench', provider: 'outline', input: { fields: { url, certSha256 }, text: null } });

async function perSecond(work: (index: number) => Promise<unknown>): Promise<number> {
  const startMs = performance.now();
  for (let index = 0; index < keysPerRound; index += 1) await work(index);
  return (keysPerRound / (performance.now() - startMs)) * 1000;
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
const rates: { raw: number; issue: number }[] = [];
for (let round = 0; round <= rounds; round += 1) {
  const raw = await perSecond((index) => outline.accessKeys.createWithId(`raw-${round}-${index}`, { name: 'raw' }));
  const issue = await perSecond((index) => rack.keys.issue({ connection: 'bench', name: `k${round}-${index}` }));
  if (round > 0) rates.push({ raw, issue }); // the first warms up
}
const share = median(rates.map(({ raw, issue }) => issue / raw));
process.stdout.write(`raw client: ${median(rates.map(({ raw }) => raw)).toFixed(0)} keys/s\n`);
process.stdout.write(`issue, journal synced: ${median(rates.map(({ issue }) => issue)).toFixed(0)} keys/s\n`);
process.stdout.write(`share of the raw client's rate: ${share.toFixed(2)} (median of ${rounds} rounds of ${keysPerRound})\n`);
rmSync(home, { recursive: true });

/** Memory and time of listing ever more keys, streamed and whole: `node --conditions=@keyrack/source bench/src/outline-stream.ts [keys...]` */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { OutlineClient } from '@keyrack/outline';
import { startEmulatorProcess } from './emulator-process.ts';

interface Figures {
  readonly seen: number;
  readonly seconds: number;
  readonly peakMegabytes: number;
  /** What is really in use when the last key has come. */
  readonly heapMegabytes: number;
}

const [work = '', ...rest] = process.argv.slice(2);

if (process.send !== undefined && (work === 'streamed' || work === 'whole')) {
  const [apiUrl = '', certSha256 = ''] = rest;
  await using outline = new OutlineClient({ apiUrl, certSha256, maxResponseBytes: 2 ** 30, timeoutMs: 300_000, totalTimeoutMs: 300_000 });
  const startMs = performance.now();
  let seen = 0;
  let whole: readonly unknown[] = [];
  if (work === 'streamed') for await (const key of outline.accessKeys.listAll()) seen += key.id === '' ? 0 : 1;
  else whole = await outline.accessKeys.list();
  seen += whole.length;
  const seconds = (performance.now() - startMs) / 1_000;
  const peakMegabytes = process.resourceUsage().maxRSS / 1_024;
  globalThis.gc?.();
  const figures: Figures = { seen, seconds, peakMegabytes, heapMegabytes: process.memoryUsage().heapUsed / 1_048_576 };
  process.send(figures);
  process.disconnect();
} else {
  const sizes = process.argv.slice(2).map(Number);
  for (const keys of sizes.length > 0 ? sizes : [1, 10_000, 100_000, 1_000_000]) {
    using emulator = await startEmulatorProcess(keys);
    for (const kind of ['streamed', 'whole']) {
      const { execArgv, url, certSha256 } = { execArgv: ['--conditions=@keyrack/source', '--expose-gc'], ...emulator };
      const child = fork(fileURLToPath(import.meta.url), [kind, url, certSha256], { execArgv });
      // The child sends its figures, or dies of its memory.
      const told = await Promise.race([once(child, 'message'), once(child, 'exit')]);
      const figures = told[0] as Figures | number | null; // sent above, or an exit code
      const shown =
        typeof figures === 'object' && figures !== null
          ? `${figures.seen} keys in ${figures.seconds.toFixed(1)} s, peak memory ${figures.peakMegabytes.toFixed(0)} MB, in use at the end ${figures.heapMegabytes.toFixed(0)} MB`
          : 'failed';
      process.stdout.write(`${kind.padEnd(9)} ${String(keys).padStart(8)}: ${shown}\n`);
    }
  }
}

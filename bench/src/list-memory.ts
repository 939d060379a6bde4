import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { EmulatedSystemName } from '@keyrack/emulators';
import { startEmulatorProcessOf } from './emulator-process.ts';

/** Reads all keys in one way; what it gives is held until memory has been measured. */
export type Reading = (readyLine: Readonly<Record<string, string>>) => Promise<{ readonly seen: number; readonly held?: unknown }>;

interface Figures {
  readonly seen: number;
  readonly seconds: number;
  readonly peakMegabytes: number;
  /** The most that was in use whenever garbage was cleared away to look: at the end, and with little room every second. */
  readonly heapMegabytes: number;
}

/*
 * V8 takes more room the longer a program makes garbage, so that the peak grows although nothing is held. Therefore every reading is done
 * twice: as it is, and with little room and a look every second at what is held. Who holds all keys ends without an answer there.
 */
const littleRoom: readonly string[] = ['--max-semi-space-size=2', '--max-old-space-size=32'];

/**
 * Prints time and memory of each reading of each number of keys, every one in a process of its own. The program that calls it is started
 * again for each.
 *
 * @param file - that program.
 */
export async function reportListMemory(
  file: string,
  system: EmulatedSystemName,
  { readings, sizes }: { readonly readings: Readonly<Record<string, Reading>>; readonly sizes: readonly number[] },
): Promise<void> {
  const [first = '', line = '{}'] = process.argv.slice(2);
  const reading = readings[first];
  if (process.send !== undefined && reading !== undefined) {
    process.send(await figuresOf(reading, JSON.parse(line) as Readonly<Record<string, string>>)); // given below
    process.disconnect();
    return;
  }
  const asked = process.argv.slice(2).map(Number);
  for (const keys of asked.length > 0 ? asked : sizes) {
    using emulator = await startEmulatorProcessOf(system, keys);
    for (const kind of Object.keys(readings)) {
      for (const [room, more] of [
        ['as it is', []],
        ['little room', littleRoom],
      ] as const) {
        const execArgv = ['--conditions=@keyrack/source', '--expose-gc', ...more];
        // What a process says that dies of its memory is long.
        const stdio = ['ignore', 'inherit', more.length > 0 ? 'ignore' : 'inherit', 'ipc'] as const;
        const child = fork(file, [kind, JSON.stringify(emulator.readyLine)], { execArgv, stdio: [...stdio] });
        // The child sends its figures, or dies of its memory.
        const [told] = (await Promise.race([once(child, 'message'), once(child, 'exit')])) as [Figures | number | null];
        process.stdout.write(`${kind.padEnd(9)} ${String(keys).padStart(8)}, ${room}: ${shown(told)}\n`);
      }
    }
  }
}

async function figuresOf(reading: Reading, readyLine: Readonly<Record<string, string>>): Promise<Figures> {
  let heapMegabytes = 0;
  const look = (): void => {
    globalThis.gc?.();
    heapMegabytes = Math.max(heapMegabytes, process.memoryUsage().heapUsed / 1_048_576);
  };
  const looks = process.execArgv.includes(littleRoom[0] ?? '') ? setInterval(look, 1_000) : undefined;
  const startMs = performance.now();
  const { seen, ...rest } = await reading(readyLine);
  const seconds = (performance.now() - startMs) / 1_000;
  clearInterval(looks);
  const peakMegabytes = process.resourceUsage().maxRSS / 1_024;
  look();
  // Looked at once more, so that it was not collected before.
  return { seen: rest.held === null ? 0 : seen, seconds, peakMegabytes, heapMegabytes };
}

function shown(told: Figures | number | null): string {
  if (typeof told !== 'object' || told === null) return 'failed';
  const memory = `peak memory ${told.peakMegabytes.toFixed(0)} MB, in use ${told.heapMegabytes.toFixed(0)} MB`;
  return `${told.seen} keys in ${told.seconds.toFixed(1)} s, ${memory}`;
}

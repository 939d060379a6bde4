import type { RotationPolicy } from '@keyrack/contracts';
import { startAuthPIEmulator, startLiteLLMEmulator, startOutlineEmulator, startVergeOSEmulator } from '@keyrack/emulators';
import { loadProviderKinds, openRack } from '@keyrack/runtime';
import type { Rack, WorkEvent } from '@keyrack/runtime';
import { ManualClock, scratchFolder, SeededRandom } from '@keyrack/testing-kit';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const daily: RotationPolicy = { rhythm: { kind: 'interval', everyMs: dayMs }, window: null, timeZone: 'UTC', jitterMs: 0, overlapMs: 0 };

/** Adds a connection as a line of `keyrack emulate` describes it, with keys that are due for a rotation after a day. */
async function fill(rack: Rack, provider: string, { line, keys }: { readonly line: object; readonly keys: number }): Promise<void> {
  const { system: _, pid: _pid, ...fields } = line as Record<string, string>;
  await rack.connections.add({ name: provider, provider, input: { fields, text: null } });
  for (let number = 1; number <= keys; number += 1)
    await rack.keys.issue({ connection: provider, name: `${provider}-${number}`, rotationPolicy: daily });
}

/** How many keys of a connection have a successor. */
async function rotated(rack: Rack, provider: string): Promise<number> {
  const { id: connectionId } = await rack.connections.get(provider);
  const { items } = await rack.operations.list({ connectionId, kinds: ['rotate'] });
  return items.filter(({ parameters }) => parameters['successorMade'] === true).length;
}

/** A worker in the background, and what it tells. */
function atWork(rack: Rack): AsyncDisposable & { readonly events: WorkEvent[] } {
  const end = new AbortController();
  const events: WorkEvent[] = [];
  const working = rack.work({ signal: end.signal, syncEveryMs: null, pollMs: 20, graceMs: 0, onEvent: (event) => void events.push(event) });
  return {
    events,
    async [Symbol.asyncDispose]() {
      end.abort();
      await working;
    },
  };
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await setTimeout(20); // the test's own time-out is the limit
}

describe('a worker on four systems', () => {
  test('of which one is down and one is slow finishes the work of the others, and says which one is down', async () => {
    await using folder = await scratchFolder();
    await using outline = await startOutlineEmulator();
    await using litellm = await startLiteLLMEmulator();
    await using vergeos = await startVergeOSEmulator();
    await using authpi = await startAuthPIEmulator();
    const clock = new ManualClock(Date.now());
    await using rack = await openRack({ environment: {}, home: folder.path, clock });
    await fill(rack, 'outline', { line: outline.readyLine, keys: 8 });
    await fill(rack, 'litellm', { line: litellm.readyLine, keys: 8 });
    await fill(rack, 'vergeos', { line: vergeos.readyLine, keys: 8 });
    await fill(rack, 'authpi', { line: authpi.readyLine, keys: 8 });
    await clock.advance(dayMs);
    await authpi.crash();
    litellm.latencyMs = 1_500;
    await using worker = atWork(rack);
    await until(async () => (await rotated(rack, 'outline')) === 8 && (await rotated(rack, 'vergeos')) === 8);
    expect(await rotated(rack, 'litellm')).toBeLessThan(8);
    expect(await rotated(rack, 'authpi')).toBe(0);
    await until(() => worker.events.some((event) => event.kind === 'pause' && event.connection === 'authpi'));
    litellm.latencyMs = 0;
    await until(async () => {
      await clock.advance(60_000);
      return (await rotated(rack, 'litellm')) === 8;
    });
    expect(worker.events.filter((event) => event.kind === 'problem')).toEqual([]);
    await authpi.restart();
  });
});

test.each([
  ['outline', startOutlineEmulator],
  ['litellm', startLiteLLMEmulator],
  ['authpi', startAuthPIEmulator],
  ['vergeos', startVergeOSEmulator],
] as const)('the provider of %s tells of every request that it sends', async (name, start) => {
  await using emulator = await start();
  const kind = (await loadProviderKinds()).find((each) => each.kind === name);
  const { system: _, pid: _pid, ...fields } = emulator.readyLine as unknown as Record<string, string>;
  const draft = kind?.readConnection({ fields, text: null });
  let sent = 0;
  const environment = { rackId: 'testrack', clock: new ManualClock(), random: new SeededRandom(1), onRequest: () => void (sent += 1) };
  const provider = draft && kind?.connect(draft, environment);
  await provider?.checkConnection();
  for await (const key of provider?.listKeys() ?? []) expect(key.upstreamId).not.toBe('');
  await provider?.close();
  expect(sent).toBeGreaterThan(0);
  expect(sent).toBe(emulator.accessLog.count);
});

describe('a system that allows so many requests an hour', () => {
  test('is asked no more often by all workers together, keeps nobody else waiting, and gets its work done', async () => {
    await using folder = await scratchFolder();
    await using outline = await startOutlineEmulator();
    await using litellm = await startLiteLLMEmulator();
    const clock = new ManualClock(Date.now());
    const open = (): Promise<Rack> => openRack({ environment: {}, home: folder.path, clock });
    const isLimited = ({ events }: { readonly events: readonly WorkEvent[] }): boolean => events.some(({ kind }) => kind === 'limit');
    let before = 0;
    {
      await using rack = await open();
      await fill(rack, 'outline', { line: outline.readyLine, keys: 12 });
      await fill(rack, 'litellm', { line: litellm.readyLine, keys: 12 });
      await rack.connections.update('outline', { workLimits: { maxRequestsPerHour: 30, maxTasksAtOnce: 1 } });
      await clock.advance(dayMs);
      before = outline.accessLog.count;
      await using worker = atWork(rack);
      await until(async () => (await rotated(rack, 'litellm')) === 12 && isLimited(worker));
      expect(await rotated(rack, 'outline')).toBeLessThan(12);
    }
    const used = outline.accessLog.count - before;
    expect(used).toBeGreaterThan(0);
    // Another process, started later: what was asked before it came counts.
    await using later = await open();
    await using worker = atWork(later);
    await until(() => isLimited(worker));
    expect(outline.accessLog.count - before).toBe(used);
    let atHour = before;
    const perHour: number[] = [];
    while ((await rotated(later, 'outline')) < 12) {
      for (let step = 0; step < 12; step += 1) {
        await setTimeout(50);
        await clock.advance(hourMs / 12);
      }
      perHour.push(outline.accessLog.count - atHour);
      atHour = outline.accessLog.count;
    }
    // What one task asks for is known only afterwards.
    expect(Math.max(...perHour)).toBeLessThanOrEqual(30 + 4);
    expect(perHour.length).toBeGreaterThan(1);
  });
});

import { describe, expect, it } from 'vitest';
import { startLiteLLMEmulator } from '../src/index.ts';
import { litellmScenarios } from '../src/replay/litellm-recording.ts';
import { emulatedTarget, replayScenario } from '../src/replay/litellm-replay.ts';

const noOrder = 'rows that nobody asked an order for, or that a sort holds equal, come in no certain order';
const printedSet = 'the proxy prints a set of names, which has no certain order';
const rounding = 'what the database adds up depends on the order of its rows in the last digit';
const writtenLater = 'the proxy writes spending down when it gets round to it';
const notHere = 'the emulator answers 501: it depends on what is installed beside the proxy, or on a provider';
const measured = 'the answer tells how long the call took, and an id that the proxy made of its configuration';

/** Recordings, each with the answers that may differ from it: by their number, with the reason. */
const recordings: Readonly<Record<string, Readonly<Record<number, string>>>> = {
  'litellm.jsonl': { 48: noOrder },
  'litellm-models.jsonl': {},
  'litellm-administration.jsonl': {
    70: rounding,
    150: rounding,
    169: noOrder,
    213: noOrder,
    289: writtenLater,
    304: rounding,
    400: notHere,
    432: notHere,
  },
  'litellm-more.jsonl': {
    89: noOrder,
    91: noOrder,
    392: printedSet,
    398: printedSet,
    399: printedSet,
    403: printedSet,
    678: measured,
    679: measured,
    682: measured,
  },
};

describe.each(Object.entries(recordings))('the recorded calls of the real proxy in %s', (file, exceptions) => {
  const scenarios = litellmScenarios(new URL(`../recordings/${file}`, import.meta.url));

  it.each([...scenarios])('are answered with the same status, headers and body: %s', async (name, calls) => {
    await using litellm = await startLiteLLMEmulator({
      credential: 'sk-master-1234',
      strict: name.startsWith('strict'),
      database: name !== 'no-database',
    });
    const deviations = await replayScenario(emulatedTarget(litellm), calls);
    expect(calls.length).toBeGreaterThan(0);
    expect(deviations.filter(({ n }) => !(n in exceptions))).toEqual([]);
  });
});

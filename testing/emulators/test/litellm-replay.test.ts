import { describe, expect, it } from 'vitest';
import { startLiteLLMEmulator } from '../src/index.ts';
import { litellmScenarios } from '../src/replay/litellm-recording.ts';
import { emulatedTarget, replayScenario } from '../src/replay/litellm-replay.ts';

/** Answers that may differ from the recorded ones, by their number, each with its reason. */
const exceptions: Readonly<Record<number, string>> = {
  48: 'rows that a sort holds equal come in no certain order',
};

const scenarios = litellmScenarios(new URL('../recordings/litellm.jsonl', import.meta.url));

describe('the recorded calls of the real proxy', () => {
  it.each([...scenarios.keys()])('are answered with the same status, headers and body: %s', async (name) => {
    const calls = scenarios.get(name) ?? [];
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

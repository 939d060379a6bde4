import { describe, expect, it } from 'vitest';
import { startLiteLLMEmulator } from '../src/index.ts';
import { litellmScenarios } from '../src/replay/litellm-recording.ts';
import { emulatedTarget, replayScenario } from '../src/replay/litellm-replay.ts';

/** Answers that may differ from the recorded ones, by their number, each with its reason. */
const exceptions: Readonly<Record<number, string>> = {
  48: 'rows that a sort holds equal come in no certain order',
};

const scenarios = litellmScenarios(new URL('../recordings/litellm.jsonl', import.meta.url));

/** Scenarios that need only keys, models and health. */
const covered = [
  'health',
  'auth',
  'auth-states',
  'generate-basic',
  'generate-errors',
  'durations',
  'list-basic',
  'aliases',
  'info',
  'info-v2',
  'update-fields',
  'update-errors',
  'delete',
  'block',
  'runtime',
  'rotation-by-hand',
  'strict-limits',
];

describe('the recorded calls of the real proxy', () => {
  it.each(covered)('are answered with the same status, headers and body: %s', async (name) => {
    const calls = scenarios.get(name) ?? [];
    await using litellm = await startLiteLLMEmulator({ credential: 'sk-master-1234', strict: name.startsWith('strict') });
    const deviations = await replayScenario(emulatedTarget(litellm), calls);
    expect(calls.length).toBeGreaterThan(0);
    expect(deviations.filter(({ n }) => !(n in exceptions))).toEqual([]);
  });
});

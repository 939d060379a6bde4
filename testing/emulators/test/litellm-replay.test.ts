import { describe, expect, it } from 'vitest';
import { startLiteLLMEmulator } from '../src/index.ts';
import { litellmScenarios } from '../src/replay/litellm-recording.ts';
import { litellmRecordings } from '../src/replay/litellm-recordings.ts';
import { emulatedTarget, replayScenario } from '../src/replay/litellm-replay.ts';

describe.each(litellmRecordings)('the recorded calls of the real proxy in $name', ({ file, uncertain, notEmulated }) => {
  const scenarios = litellmScenarios(file);
  const exceptions = { ...uncertain, ...notEmulated };

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

  it('are all answered so but for one in twenty at most', () => {
    const calls = [...scenarios.values()].reduce((sum, { length }) => sum + length, 0);
    expect(Object.keys(exceptions).length).toBeLessThanOrEqual(calls / 20);
  });
});

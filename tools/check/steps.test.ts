import { describe, expect, test } from 'vitest';
import { runSteps, type Step, type StepResult, type StepsResult } from './steps.ts';

const step = (name: string, result: Partial<StepResult>): Step => ({ name, run: async () => ({ ok: true, output: '', ...result }) });

async function run(steps: readonly Step[], atOnce = 1): Promise<{ lines: string[] } & StepsResult> {
  const lines: string[] = [];
  let nowMs = 0;
  const result = await runSteps(steps, { print: (line) => lines.push(line), nowMs: () => (nowMs += 500), atOnce });
  return { lines, ...result };
}

describe('runSteps', () => {
  test('prints one line for each step, and what a failed one said', async () => {
    const { lines } = await run([step('format', { output: 'quiet' }), step('lint', { ok: false, output: 'a.ts: no\n' })]);
    expect(lines).toEqual(['ok     format (0.5 s)', 'FAILED lint (0.5 s)', 'a.ts: no']);
  });

  test('counts a step without tests as one, and adds the tests of the others', async () => {
    const tests = step('tests', { tally: { passed: 7, failed: 0, skipped: 2 } });
    expect((await run([step('format', {}), step('lint', { ok: false }), tests])).tally).toEqual({ passed: 8, failed: 1, skipped: 2 });
  });

  test('names the steps that failed', async () => {
    const { failed } = await run([step('lint', { ok: false }), step('format', {}), step('types', { ok: false })]);
    expect(failed).toEqual(['lint', 'types']);
  });

  test('counts a failure for a step that failed without a failed test', async () => {
    const tests = step('tests', { ok: false, tally: { passed: 7, failed: 0, skipped: 0 } });
    expect((await run([tests])).tally).toEqual({ passed: 7, failed: 1, skipped: 0 });
  });

  test('takes a step that throws for a failed one and goes on', async () => {
    const broken: Step = { name: 'knip', run: () => Promise.reject(new Error('no such program')) };
    const { lines, tally } = await run([broken, step('format', {})]);
    expect(lines).toContain('Error: no such program');
    expect(tally).toEqual({ passed: 1, failed: 1, skipped: 0 });
  });

  test('runs as many steps at once as it may, and no more', async () => {
    let running = 0;
    let most = 0;
    const busy = (name: string): Step => ({
      name,
      run: async () => {
        most = Math.max(most, (running += 1));
        await new Promise((resolve) => setImmediate(resolve));
        running -= 1;
        return { ok: true, output: '' };
      },
    });
    await run(['a', 'b', 'c', 'd', 'e'].map(busy), 2);
    expect(most).toBe(2);
  });
});

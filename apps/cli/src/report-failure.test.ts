import { LifecycleError, UpstreamUnavailableError } from '@keyrack/contracts';
import { describe, expect, test } from 'vitest';
import { fakeHost } from '../test/support/fake-host.ts';
import { Interruption } from './interruption.ts';
import { failureText, reportFailure, reportStop } from './report-failure.ts';

function stoppedHost(): ReturnType<typeof fakeHost> {
  return fakeHost({ signal: AbortSignal.abort(new Interruption('SIGINT')) });
}

describe('a message', () => {
  const linesOf = (message: string, advice: string): readonly string[] =>
    failureText(fakeHost(), { message, advice, outcome: 'Nothing was changed.', exitCode: 1 }).split('\n');

  test.each([
    'Update it with: keyrack connection update vpn',
    'Run keyrack doctor.',
    'To end it now: keyrack revoke.',
    'run keyrack show "a b"',
  ])('ends with the bare command, as it is pasted: %s', (advice) => {
    expect(linesOf('It failed', advice)[1]).toBe(`  ${advice.replace(/\.$/, '')}`);
  });

  test.each([
    'Wait a moment',
    'It is not forgotten: keyrack operations resume op_1 tries again, as does the next one',
    'keyrack list shows them',
  ])('ends its sentences with a full stop: %s', (advice) => {
    expect(linesOf('It failed', advice)).toEqual(['keyrack: It failed.', `  ${advice}.`, '  Nothing was changed.', '']);
  });
});

describe('after Ctrl-C', () => {
  test('a call that was stopped before it had an effect is no failure of the system', async () => {
    const host = stoppedHost();
    const stopped = new UpstreamUnavailableError('aborted', { advice: 'Check that the server runs.', details: { reason: 'aborted' } });
    expect(await reportFailure(host, stopped)).toBe(130);
    expect(host.written.stderr).toBe('keyrack: Stopped on request.\n  Nothing was changed.\n');
  });

  test('what failed for another reason keeps its message and its exit code', async () => {
    const host = stoppedHost();
    expect(await reportFailure(host, new LifecycleError('The disk is full', { outcome: 'applied' }))).toBe(3);
    expect(host.written.stderr).toBe('keyrack: The disk is full.\n  It was changed.\n');
  });

  test('nothing is said when all was done by then', async () => {
    const host = stoppedHost();
    expect(await reportStop(host, { codes: [0, 0], left: null })).toBeNull();
    expect(host.written.stderr).toBe('');
  });

  test('an outcome that nobody knows counts more than the stop itself', async () => {
    expect(await reportStop(stoppedHost(), { codes: [0, 5], left: '2 keys were not touched.' })).toBe(5);
    expect(await reportStop(stoppedHost(), { codes: [0, 130], left: null })).toBe(130);
  });
});

import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import type { SignalTarget } from './interruption.ts';
import { Interruption, listenForInterruption } from './interruption.ts';

function fakeProcess(): { readonly target: SignalTarget; readonly emitter: EventEmitter; readonly killed: unknown[] } {
  const emitter = new EventEmitter();
  const killed: unknown[] = [];
  const kill = (...given: unknown[]): true => {
    killed.push(given);
    return true;
  };
  return { target: Object.assign(emitter, { kill, pid: 7 }) as unknown as SignalTarget, emitter, killed }; // what is used of a process
}

test('aborts on the first signal and kills on the second', () => {
  let nowMs = 1_000;
  const { target, emitter, killed } = fakeProcess();
  const { signal } = listenForInterruption(target, () => nowMs);
  emitter.emit('SIGINT', 'SIGINT');
  expect(signal.reason).toBeInstanceOf(Interruption);
  expect(killed).toEqual([]);
  nowMs += 1_000;
  emitter.emit('SIGINT', 'SIGINT');
  expect(killed).toEqual([[7, 'SIGINT']]);
  expect(emitter.listenerCount('SIGINT')).toBe(0);
});

test('takes a signal that arrives twice at once for one key press', () => {
  const { target, emitter, killed } = fakeProcess();
  listenForInterruption(target, () => 1_000);
  emitter.emit('SIGINT', 'SIGINT');
  emitter.emit('SIGINT', 'SIGINT');
  expect(killed).toEqual([]);
});

test('tells an end on request from a Ctrl-C by its exit code', () => {
  expect([new Interruption('SIGINT').exitCode, new Interruption('SIGTERM').exitCode]).toEqual([130, 143]);
});

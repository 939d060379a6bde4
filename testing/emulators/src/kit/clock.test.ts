import { describe, expect, it } from 'vitest';
import { EmulatorClock } from './clock.ts';

describe('the clock', () => {
  it('runs with the machine until it is set, and on from there', () => {
    let machineMs = 1_000;
    const clock = new EmulatorClock(() => machineMs);
    expect(clock.nowMs()).toBe(1_000);
    clock.set(50_000);
    machineMs += 5;
    expect(clock.nowMs()).toBe(50_005);
    clock.advance(100);
    expect(clock.nowMs()).toBe(50_105);
    clock.reset();
    expect(clock.nowMs()).toBe(1_005);
  });

  it('stands still while frozen and runs on from there', () => {
    let machineMs = 1_000;
    const clock = new EmulatorClock(() => machineMs);
    clock.freeze(true);
    machineMs += 500;
    clock.advance(10);
    expect([clock.nowMs(), clock.frozen]).toEqual([1_010, true]);
    clock.freeze(false);
    machineMs += 1;
    expect([clock.nowMs(), clock.frozen]).toEqual([1_011, false]);
  });
});

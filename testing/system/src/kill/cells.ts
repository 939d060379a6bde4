import { actions } from './points.ts';
import type { Cell } from './run-cell.ts';
import { killFaults, killSystems } from './systems.ts';
import type { KillSystemName } from './systems.ts';

/** Every cell of the matrix that a system can play. */
export function cells(): readonly Cell[] {
  const systems = Object.keys(killSystems) as KillSystemName[]; // its own keys
  return systems.flatMap((system) => {
    const cannot: readonly string[] = killSystems[system].cannot;
    const possible = actions.filter((action) => !cannot.includes(action));
    return possible.flatMap((action) => Object.keys(killFaults).map((fault) => ({ system, action, fault })));
  });
}

/** The cells that have every one of some words. @throws {Error} when none has: a mistyped word must not pass for a matrix without a fault */
export function cellsWith(from: readonly Cell[], words: readonly string[]): readonly Cell[] {
  const found = from.filter(({ system, action, fault }) => words.every((word) => word === system || word === action || word === fault));
  if (found.length === 0) throw new Error(`no cell of the kill matrix has: ${words.join(', ')}`);
  return found;
}

/** A repeatable choice of `count` cells. @param seed - printed by whoever chooses */
export function sampleCells(from: readonly Cell[], seed: number, count: number): readonly Cell[] {
  let state = seed >>> 0 || 1;
  const weighted = from.map((cell) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return { cell, weight: state };
  });
  return weighted
    .toSorted((a, b) => a.weight - b.weight)
    .slice(0, count)
    .map(({ cell }) => cell);
}

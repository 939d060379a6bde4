import type { KillSystemName } from '../../src/kill/systems.ts';
import { fatesAfter, fatesAfterBoth } from '../../src/model/fates.ts';
import type { Event, Fate } from '../../src/model/fates.ts';

/** A key as the model knows it: where it may stand, and all its names. */
export interface ModelKey {
  readonly system: KillSystemName;
  /** What it was issued as, unlike any other's. */
  readonly name: string;
  /** All names that it was ever given. */
  readonly names: string[];
  fates: ReadonlySet<Fate>;
}

/** The rack as promised: keys and what their callers were told. It knows nothing of journals, steps and systems. */
export class RackModel {
  readonly keys: ModelKey[] = [];
  /** How many acts were told to be done: a run in which nothing is ever done shows nothing. */
  done = 0;

  add(system: KillSystemName): ModelKey {
    const name = `key${this.keys.length + 1}`;
    const key: ModelKey = { system, name, names: [name], fates: new Set<Fate>(['gone']) };
    this.keys.push(key);
    return key;
  }

  /** Takes in what was told of acts on one key: of one, or of two at once. @throws {Error} when no life of a key explains it */
  learn(key: ModelKey, one: Event, other?: Event): void {
    const before = key.fates;
    key.fates = other ? fatesAfterBoth(before, one, other) : fatesAfter(before, one);
    for (const { told } of other ? [one, other] : [one]) this.done += told === 'done' ? 1 : 0;
    if (key.fates.size > 0) return;
    const said = [one, ...(other ? [other] : [])].map(({ act, told }) => `${act}: ${told}`).join(', and at once ');
    throw new Error(`${key.name} may be ${[...before].join(' or ')}, so it cannot be that ${said}`);
  }
}

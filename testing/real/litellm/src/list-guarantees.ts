import { deepEqual } from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import type { Guarantees } from './client-trials.ts';

/** More than a page holds. */
const many = 130;

/** A kind of thing that a list streams, and how it comes and goes. */
interface Streamed {
  readonly make: (name: string) => Promise<unknown>;
  readonly remove: (names: readonly string[]) => Promise<unknown>;
  readonly stream: () => AsyncIterable<string>;
}

/**
 * Makes things, reads some of them, then removes early ones and makes new ones, and reads on: whatever was there all the time must
 * come once and in its order.
 */
async function streamsWhole(prefix: string, { make, remove, stream }: Streamed): Promise<void> {
  const names = Array.from({ length: many }, (_, index) => `${prefix}-${String(index).padStart(3, '0')}`);
  for (const name of names) await make(name);
  const [gone, kept] = [names.slice(0, 40), names.slice(40)];
  const given: string[] = [];
  for await (const name of stream()) {
    given.push(name);
    if (given.length !== 60) continue;
    await remove(gone);
    for (const index of ['x', 'y', 'z']) await make(`${prefix}-new-${index}`);
  }
  deepEqual(
    given.filter((name) => kept.includes(name)),
    kept,
  );
  deepEqual(given.length, new Set(given).size);
}

/** What the client promises of lists that come in pages, asked of the real proxy while entries come and go. */
export const listGuarantees: Guarantees = {
  async 'streams every key once while keys come and go'({ litellm: { keys } }) {
    await streamsWhole('l-key', {
      make: (key_alias) => keys.generate({ key_alias }),
      remove: (key_aliases) => keys.delete({ key_aliases }),
      async *stream() {
        for await (const { key_alias: alias } of keys.listAll()) yield alias ?? '';
      },
    });
  },

  async 'streams every alias once while keys come and go'({ litellm: { keys } }) {
    await streamsWhole('l-alias', {
      make: (key_alias) => keys.generate({ key_alias }),
      remove: (key_aliases) => keys.delete({ key_aliases }),
      stream: () => keys.allAliases({ search: 'l-alias' }),
    });
  },

  async 'streams every user once while users come and go'({ litellm: { users } }) {
    await streamsWhole('l-user', {
      make: (user_id) => users.create({ user_id, auto_create_key: false }),
      remove: (ids) => users.delete(ids),
      async *stream() {
        for await (const { user_id: id } of users.listAll({ search: 'l-user' })) yield id;
      },
    });
  },

  async 'streams every team once while teams come and go'({ litellm: { teams } }) {
    await streamsWhole('l-team', {
      make: (team_id) => teams.create({ team_id }),
      remove: (ids) => teams.delete(ids),
      async *stream() {
        for await (const { team_id: id } of teams.listAll()) yield id;
      },
    });
  },

  async 'streams every trial of a model once'({ litellm: { health } }) {
    for (let index = 0; index < 5; index += 1) await health.models({ model: 'gpt-4o' });
    const untilMs = performance.now() + 10_000; // trials are written down a little later
    while ((await health.history({ model: 'gpt-4o' })).total_records < 5 && performance.now() < untilMs) await setTimeout(100);
    const given: string[] = [];
    for await (const { health_check_id: id } of health.allHistory({ model: 'gpt-4o' })) given.push(id);
    deepEqual([given.length, new Set(given).size], [5, 5]);
  },
};

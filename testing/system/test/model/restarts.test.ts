import { setTimeout } from 'node:timers/promises';
import { StoreFailedError } from '@keyrack/contracts';
import { startPostgresServer } from '@keyrack/testing-postgres';
import { expect, inject, test } from 'vitest';
import { makeWorld, systemNames, workerCount } from '../../src/model/world.ts';
import type { Act } from '../../src/model/fates.ts';
import { actOnKey } from './act-on-key.ts';
import { disagreements } from './disagreements.ts';
import { RackModel } from './rack-model.ts';

const restarts = 3;
/** How many acts are told to be done between two restarts. */
const actsBetween = 15;
const life: readonly Act[] = ['issue', 'change', 'rotate', 'deliver', 'revoke'];

test.skipIf(inject('postgres') === null)(
  'PostgreSQL that is restarted under load: no promise is broken, nothing is lost, orphaned, doubled or forgotten',
  { timeout: 120_000 },
  async () => {
    await using server = await startPostgresServer(); // the tests share the other one
    if (server === null) throw new Error('there was a PostgreSQL a moment ago');
    await using world = await makeWorld(server.socketFolder);
    const model = new RackModel();
    const load = { isOver: false, failures: 0 };

    /** Lets a worker issue keys, change, rotate and revoke every other of them, until the load is over. */
    const keepBusy = async (worker: number): Promise<void> => {
      for (let round = 0; !load.isOver; round += 1) {
        const key = model.add(systemNames[round % systemNames.length] ?? 'outline');
        for (const act of round % 2 === 0 ? life : life.slice(0, -1)) {
          try {
            const event = await actOnKey(world, key, { worker, act, newName: act === 'issue' ? key.name : `${key.name}-${round}` });
            load.failures += event.told === 'unknown' ? 1 : 0;
            model.learn(key, event);
          } catch (error) {
            if (!StoreFailedError.isInstance(error)) throw error; // before it was asked: the test's own look at the store
            load.failures += 1;
          }
        }
      }
    };
    const busy = Promise.all(Array.from({ length: workerCount }, (_, worker) => keepBusy(worker)));
    busy.catch(() => (load.isOver = true));
    for (let restarted = 0; restarted < restarts && !load.isOver; restarted += 1) {
      const doneBefore = model.done;
      while (model.done < doneBefore + actsBetween && !load.isOver) await setTimeout(10); // the test's own time-out is the limit
      await server.restart();
    }
    const doneBefore = model.done;
    while (model.done < doneBefore + actsBetween && !load.isOver) await setTimeout(10);
    load.isOver = true;
    await busy;
    process.stdout.write(`${model.keys.length} keys, ${model.done} acts done, ${load.failures} cut off by ${restarts} restarts\n`);
    expect(load.failures).toBeGreaterThan(0);
    expect(await world.settle()).toEqual([]);
    expect(await disagreements(model, world)).toEqual([]);
  },
);

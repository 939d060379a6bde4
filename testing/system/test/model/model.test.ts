import fc from 'fast-check';
import { describe, expect, inject, test } from 'vitest';
import { makeWorld } from '../../src/model/world.ts';
import { rackCommands } from './commands.ts';
import { disagreements } from './disagreements.ts';
import { RackModel } from './rack-model.ts';

const server = inject('postgres');
const environment = process.env;
const seed = Number(environment['KEYRACK_MODEL_SEED'] ?? Date.now() % 2 ** 31);
const path = environment['KEYRACK_MODEL_PATH'];
const replayPath = environment['KEYRACK_MODEL_REPLAY_PATH'];
const durationMs = Number(environment['KEYRACK_MODEL_SECONDS'] ?? 25) * 1_000;
/** A run that takes longer hangs, and has failed. */
const longestRunMs = 20_000;
/** What a failure may take beyond that to become small. */
const spareMs = 120_000;

process.stdout.write(`the model of the rack was run with KEYRACK_MODEL_SEED=${seed}; KEYRACK_MODEL_SECONDS makes it run longer\n`);

describe.skipIf(server === null)('three workers on one PostgreSQL, under faults, deaths, pauses and late requests', () => {
  test(
    'keep every promise they were heard to make; nothing is lost, orphaned, doubled or forgotten',
    { timeout: durationMs + spareMs },
    async () => {
      const tally = { runs: 0, commands: 0, done: 0 };
      await fc.assert(
        fc.asyncProperty(
          fc.commands([...rackCommands], { maxCommands: 30, size: 'max', ...(replayPath && { replayPath }) }),
          async (commands) => {
            await using world = await makeWorld(server ?? '');
            const model = new RackModel();
            await fc.asyncModelRun(() => ({ model, real: world }), commands);
            expect(await world.settle()).toEqual([]);
            expect(await disagreements(model, world)).toEqual([]);
            tally.runs += 1;
            tally.commands += [...commands].length;
            tally.done += model.done;
          },
        ),
        {
          seed,
          numRuns: 1_000_000,
          timeout: longestRunMs,
          interruptAfterTimeLimit: durationMs,
          endOnFailure: false,
          ...(path !== undefined && { path }),
        },
      );
      process.stdout.write(`${tally.runs} runs of the model, ${tally.commands} commands, ${tally.done} acts done\n`);
      expect(tally.runs).toBeGreaterThan(0);
      expect(tally.done).toBeGreaterThan(0);
    },
  );
});

import fc from 'fast-check';
import type { KillSystemName } from '../../src/kill/systems.ts';
import { acts } from '../../src/model/fates.ts';
import type { Act } from '../../src/model/fates.ts';
import { killFaults } from '../../src/kill/systems.ts';
import type { Mishap } from '../../src/model/worker.ts';
import { systemNames, workerCount } from '../../src/model/world.ts';
import type { World } from '../../src/model/world.ts';
import { actOnKey, contradiction, isPossible } from './act-on-key.ts';
import type { Asked } from './act-on-key.ts';
import type { ModelKey, RackModel } from './rack-model.ts';

/** One thing that people, time or bad luck do to a rack. */
export type RackCommand = fc.AsyncCommand<RackModel, World>;

const mostKeys = 6;
/** More calls than a client repeats: such trouble reaches the engine. */
const longestTrouble = 8;
const faults = Object.keys(killFaults).filter((name) => killFaults[name]);

/** A command that is always possible where `when` says nothing else. */
function command(
  text: string,
  run: (model: RackModel, world: World) => Promise<void>,
  when: (model: RackModel) => boolean = () => true,
): RackCommand {
  return { check: when, run, toString: () => text };
}

/** The key that a number means in this model. */
function keyAt({ keys }: RackModel, index: number): ModelKey | undefined {
  return keys[index % Math.max(1, keys.length)];
}

const worker = fc.nat({ max: workerCount - 1 });
const keyIndex = fc.nat({ max: mostKeys - 1 });
const system: fc.Arbitrary<KillSystemName> = fc.constantFrom(...systemNames);
const write = fc.integer({ min: 1, max: 6 });
const actOnExisting = fc.constantFrom(...acts.filter((act) => act !== 'issue'));

const death: fc.Arbitrary<Mishap> = fc.record({ kind: fc.constant('death'), write, when: fc.constantFrom('before', 'within', 'after') });
const mishap = fc.option(death, { freq: 3 });

function describe(trouble: Mishap | null): string {
  return trouble === null ? '' : `, ${trouble.kind} ${trouble.when} write ${trouble.write}`;
}

/** One act by one worker: what was told of it must be true at once. */
async function askFor(model: RackModel, world: World, { key, ...asked }: Asked & { readonly key: ModelKey }): Promise<void> {
  const event = await actOnKey(world, key, asked);
  model.learn(key, event);
  const contradicted = await contradiction(world, key, event);
  if (contradicted !== null) throw new Error(contradicted);
}

/** A worker that died is started again before it is asked for something. */
async function revive(world: World, ...indexes: readonly number[]): Promise<void> {
  for (const index of indexes) if (world.worker(index).isDead) await world.restart(index);
}

const issue = fc.tuple(worker, system, mishap).map(([by, at, trouble]) =>
  command(
    `worker ${by} issues on ${at}${describe(trouble)}`,
    async (model, world) => {
      await revive(world, by);
      const key = model.add(at);
      await askFor(model, world, { key, worker: by, act: 'issue', newName: key.name, mishap: trouble });
    },
    ({ keys }) => keys.length < mostKeys,
  ),
);

const fault = fc.record({ name: fc.constantFrom(...faults), times: fc.integer({ min: 1, max: longestTrouble }) });

const actAlone = fc.tuple(worker, keyIndex, actOnExisting, mishap, fc.option(fault, { freq: 2 })).map(([by, index, act, trouble, broken]) =>
  command(
    `worker ${by}: ${act} key ${index}${describe(trouble)}${broken ? `, ${broken.name}, ${broken.times} times` : ''}`,
    async (model, world) => {
      const key = keyAt(model, index);
      if (!key) return;
      await revive(world, by);
      if (broken) world.breakCalls(key.system, broken.name, broken.times);
      await askFor(model, world, { key, worker: by, act, newName: nextName(key), mishap: trouble });
    },
    (model) => canAct(model, index, act),
  ),
);

const actAtOnce = fc.tuple(worker, keyIndex, actOnExisting, actOnExisting).map(([by, index, one, other]) => {
  const second = (by + 1) % workerCount;
  return command(
    `workers ${by} and ${second} at once: ${one} and ${other} key ${index}`,
    async (model, world) => {
      const key = keyAt(model, index);
      if (!key) return;
      await revive(world, by, second);
      const [first, last] = await Promise.all([
        actOnKey(world, key, { worker: by, act: one, newName: `${nextName(key)}x` }),
        actOnKey(world, key, { worker: second, act: other, newName: `${nextName(key)}y` }),
      ]);
      model.learn(key, first, last);
    },
    (model) => canAct(model, index, one) && canAct(model, index, other),
  );
});

/** The worker stands still at a write, is taken for dead, another one does its work, and it wakes up again. */
const actAsleep = fc.tuple(worker, keyIndex, actOnExisting, write, fc.constantFrom('before', 'after')).map(([by, index, act, at, when]) =>
  command(
    `worker ${by}: ${act} key ${index}, asleep ${when} write ${at} while another takes over`,
    async (model, world) => {
      const key = keyAt(model, index);
      if (!key) return;
      const other = (by + 1) % workerCount;
      await revive(world, by, other);
      const meanwhile = async (): Promise<void> => {
        await world.silence(by);
        await world.worker(other).perform((rack) => rack.operations.resumeAll());
      };
      const trouble = { kind: 'pause', write: at, when, meanwhile } as const;
      await askFor(model, world, { key, worker: by, act, newName: nextName(key), mishap: trouble });
    },
    (model) => canAct(model, index, act),
  ),
);

const goOn = fc.tuple(worker, mishap).map(([by, trouble]) =>
  command(`worker ${by} takes up what is due${describe(trouble)}`, async (_, world) => {
    await revive(world, by);
    await world.worker(by).perform((rack) => rack.operations.resumeAll(), trouble);
  }),
);

const sync = fc.tuple(worker, mishap).map(([by, trouble]) =>
  command(`worker ${by} syncs${describe(trouble)}`, async (_, world) => {
    await revive(world, by);
    await world.worker(by).perform((rack) => rack.inventory.sync(), trouble);
  }),
);

const restart = worker.map((index) => command(`worker ${index} is restarted`, async (_, world) => world.restart(index)));

const breakCalls = fc
  .tuple(system, fault)
  .map(([at, { name, times }]) => command(`${at}: ${name}, ${times} times`, async (_, world) => world.breakCalls(at, name, times)));

const release = fc.constant(command('late requests land', async (_, world) => void (await world.release())));

const passTime = fc
  .constantFrom(1, 5, 60)
  .map((minutes) => command(`${minutes} minutes pass`, async (_, world) => world.passTime(minutes * 60_000)));

function canAct(model: RackModel, index: number, act: Act): boolean {
  const key = keyAt(model, index);
  return key !== undefined && isPossible(key, act);
}

function nextName({ name, names }: ModelKey): string {
  return `${name}-${names.length}`;
}

/** Commands, the common ones more than once. */
export const rackCommands: readonly fc.Arbitrary<RackCommand>[] = [
  issue,
  issue,
  actAlone,
  actAlone,
  actAlone,
  actAtOnce,
  actAsleep,
  goOn,
  sync,
  restart,
  breakCalls,
  release,
  passTime,
];

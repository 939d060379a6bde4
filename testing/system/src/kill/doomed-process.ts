/**
 * The process that the kill test starts: it opens a rack, does one thing, and dies by its own SIGKILL at the given write of
 * that thing. It exits with 0 when it got to the end: then there are no more writes to die at.
 */
import { flushCompileCache } from 'node:module';
import type { Store } from '@keyrack/contracts';
import { openRack } from '@keyrack/runtime';
import type { Action, DeathPoint, DoomedTask } from './points.ts';

const task = JSON.parse(process.argv[2] ?? '{}') as DoomedTask; // written by the test beside it

let armed = false;
let writes = 0;

function dieAt(point: DeathPoint, when: DeathPoint['when']): void {
  if (armed && writes === point.write && point.when === when) process.kill(process.pid, 'SIGKILL');
}

function doomed(store: Store, point: DeathPoint): Store {
  return {
    read: (work) => store.read(work),
    async write(work) {
      writes += armed ? 1 : 0;
      dieAt(point, 'before');
      const result = await store.write(async (session) => {
        const made = await work(session);
        dieAt(point, 'within');
        return made;
      });
      dieAt(point, 'after');
      return result;
    },
    inspect: () => store.inspect(),
    close: () => store.close(),
  };
}

await using rack = await openRack({ environment: {}, home: task.home, actor: 'doomed', wrapStore: (store) => doomed(store, task.point) });
const keyId = async (): Promise<string> => (await rack.keys.find(`${task.connection}/${task.name}`)).id;
const acts: Readonly<Record<Action, () => Promise<unknown>>> = {
  issue: () => rack.keys.issue({ connection: task.connection, name: task.name }),
  async rotate() {
    const { key } = await rack.keys.rotate(await keyId(), { overlapMs: 0 });
    await rack.keys.confirmDelivered(key.id);
  },
  suspend: async () => rack.keys.suspend(await keyId()),
  resume: async () => rack.keys.resume(await keyId()),
  change: async () => rack.keys.change(await keyId(), { name: `${task.name}-changed` }),
  adopt: async () => rack.keys.adopt(await keyId(), { fromRackId: task.fromRackId }),
  revoke: async () => rack.keys.revoke(await keyId()),
};
await rack.providerKinds();
flushCompileCache(); // who is killed writes nothing at its end
armed = true;
try {
  await acts[task.action]();
} catch (error) {
  // An unknown outcome is what some of these tasks are about; the journal has it.
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
}

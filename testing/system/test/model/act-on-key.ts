import { LifecycleError, StaleEpochError, StoreFailedError } from '@keyrack/contracts';
import type { Operation } from '@keyrack/contracts';
import type { Rack } from '@keyrack/runtime';
import { killSystems } from '../../src/kill/systems.ts';
import type { Act, Event, Told } from '../../src/model/fates.ts';
import type { Ending, Mishap } from '../../src/model/worker.ts';
import type { World } from '../../src/model/world.ts';
import type { ModelKey } from './rack-model.ts';

/** An act that one worker is asked for. */
export interface Asked {
  readonly worker: number;
  readonly act: Act;
  readonly newName: string;
  readonly mishap?: Mishap | null;
}

/** Whether it makes sense to ask for it. */
export function isPossible({ system }: ModelKey, act: Act): boolean {
  const cannot: readonly string[] = killSystems[system].cannot;
  return !cannot.includes(act);
}

/** Asks a worker for an act on a key, and gives what it said. */
export async function actOnKey(world: World, key: ModelKey, { worker, act, newName, mishap = null }: Asked): Promise<Event> {
  const recorded = act === 'issue' ? null : await world.recorded(key.names);
  // A key that was never begun: there is nothing to act on, as a client would find.
  if (act !== 'issue' && recorded === null) return { act, newName, told: 'not done' };
  if (act === 'change') key.names.push(newName);
  const ending = await world.worker(worker).perform((rack) => perform(rack, act, { key, keyId: recorded?.id ?? '', newName }), mishap);
  return { act, newName, told: toldBy(act, ending) };
}

function perform(
  rack: Rack,
  act: Act,
  { key, keyId, newName }: { readonly key: ModelKey; readonly keyId: string; readonly newName: string },
): Promise<{ readonly operation: Operation | null }> {
  switch (act) {
    case 'issue':
      return rack.keys.issue({ connection: key.system, name: key.name });
    case 'rotate':
      return rack.keys.rotate(keyId, { overlapMs: 0 });
    case 'deliver':
      return rack.keys.confirmDelivered(keyId);
    case 'change':
      return rack.keys.change(keyId, { name: newName });
    default:
      return rack.keys[act](keyId);
  }
}

/** What an ending binds everybody to. */
function toldBy(act: Act, ending: Ending<{ readonly operation: Operation | null }>): Told {
  if (ending.kind === 'died') return 'unknown';
  if (ending.kind === 'failed') return toldByError(ending.error);
  const { operation } = ending.value;
  if (operation === null || operation.state === 'done') return 'done';
  // A rotation has given its secret; what else was accepted is owed, whatever the system said until now.
  if (act === 'rotate') return 'done';
  if (act === 'revoke' || act === 'suspend' || act === 'resume') return 'owed';
  return operation.state === 'aborted' ? 'not done' : 'unknown';
}

function toldByError(error: unknown): Told {
  // Another worker has it now, and nobody knows how far it gets.
  if (StaleEpochError.isInstance(error) || StoreFailedError.isInstance(error)) return 'unknown';
  if (!LifecycleError.isInstance(error)) throw error;
  return error.outcome === 'not-applied' ? 'not done' : 'unknown';
}

/** What a system must show right after an act was told to be done; null: it does, or nothing can be said. */
export async function contradiction(world: World, { system, name, names }: ModelKey, { act, told }: Event): Promise<string | null> {
  if (told !== 'done' || world.hadLateCalls(system)) return null;
  const upstream = await world.upstream(system, [...names]);
  const suspended = upstream.filter((key) => key.suspended).length;
  const isAsTold = {
    issue: upstream.length === 1,
    revoke: upstream.length === 0,
    suspend: upstream.length > 0 && suspended === upstream.length,
    resume: upstream.length > 0 && suspended === 0,
    rotate: upstream.length > 1,
    deliver: true, // there may be nothing to deliver
    change: upstream.length > 0,
  };
  return isAsTold[act] ? null : `${act} of ${name} was done, and ${system} has ${upstream.length} of it, ${suspended} of them suspended`;
}

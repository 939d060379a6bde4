import type { World } from '../../src/model/world.ts';
import type { RackModel } from './rack-model.ts';

/** Where the model, the store and the systems do not say the same of a key. */
export async function disagreements({ keys }: RackModel, world: World): Promise<readonly string[]> {
  const found: string[] = [];
  for (const { system, name, names, fates } of keys) {
    const recorded = await world.recorded(names);
    const fate = recorded === null || recorded.state === 'revoked' ? 'gone' : `${recorded.state} ${recorded.name}`;
    if (!new Set<string>(fates).has(fate)) found.push(`${name} is ${fate}, and was promised to be ${[...fates].join(' or ')}`);
    const upstream = await world.upstream(system, [...names]);
    if (upstream.length !== (fate === 'gone' ? 0 : 1)) found.push(`${name} is ${fate}, and ${system} has ${upstream.length} of it`);
    const isSuspended = fate.startsWith('suspended');
    if (!world.hadLateCalls(system) && upstream.some(({ suspended }) => suspended !== isSuspended)) {
      found.push(`${name} is ${fate}, and is not so on ${system}`);
    }
  }
  return found;
}

import { readMarker } from '@keyrack/contracts';
import type { KeyVersion } from '@keyrack/contracts';
import type { Rack } from '@keyrack/runtime';
import { connectionNames } from '../connection-names.ts';
import type { Host } from '../host.ts';
import type { KeySelectionOptions } from '../input/key-selection.ts';
import { selectionFilter, usedBeforeMs } from '../input/key-selection.ts';
import { walkPages } from '../output/print-list.ts';
import { count } from '../output/words.ts';
import { lastUsedAtMs } from '../records/key-record.ts';
import type { KeyAct } from './key-act.ts';
import { kindsOf } from './kinds-of.ts';
import type { Target } from './target.ts';

/** How foreign keys become ours. */
export type AdoptRequest = NonNullable<Parameters<Rack['keys']['previewAdopt']>[1]>;

/** Making foreign keys ours. */
export function adoption(host: Host, rack: Rack, request: AdoptRequest): KeyAct {
  return {
    verb: 'Adopt',
    doing: 'Adopting',
    done: 'adopted',
    noun: 'adoption',
    isFinal: false,
    preview: ({ key }) => rack.keys.previewAdopt(key.id, request),
    perform: ({ key }) => rack.keys.adopt(key.id, { ...request, signal: host.signal }),
  };
}

/** What a person should know before: where nothing in the system will tell other racks that a key is ours. Null: there is nothing. */
export async function adoptionNote(rack: Rack, targets: readonly Target[]): Promise<string | null> {
  const unmarked = (await kindsOf(rack, targets)).filter(({ capabilities }) => !capabilities.change.includes('marker'));
  if (unmarked.length === 0) return null;
  const names = unmarked.map(({ displayName }) => displayName).join(' and ');
  return `Note: ${names} ${unmarked.length === 1 ? 'has' : 'have'} no place for our marker, so another rack may adopt the same key until it is rotated.`;
}

/** The living foreign keys that are chosen by what is known of them. Says how many were left out for want of knowledge, or belong to another rack. */
export async function foreignTargets(
  host: Host,
  rack: Rack,
  selection: KeySelectionOptions & { readonly fromRack?: string },
): Promise<readonly Target[]> {
  const filter = {
    ...(await selectionFilter(rack, selection, host.nowMs())),
    origins: ['foreign'],
    states: ['active', 'suspended'],
  } as const;
  const usedBefore = usedBeforeMs(selection, host.nowMs());
  const nameOf = await connectionNames(rack);
  const targets: Target[] = [];
  let unknownUse = 0;
  let otherRacks = 0;
  for await (const page of walkPages(host, {}, (request) => rack.keys.list(filter, request))) {
    for (const { key, currentVersion: version } of page) {
      if (isOfAnotherRack(version, [rack.rackId, selection.fromRack])) {
        otherRacks += 1;
        continue;
      }
      const usedAt = lastUsedAtMs(version);
      if (usedBefore === null || (usedAt !== null && usedAt < usedBefore))
        targets.push({ key, version, connection: nameOf(key.connectionId) });
      else if (usedAt === null) unknownUse += 1;
    }
  }
  if (otherRacks > 0) await host.errors.write(`${count(otherRacks, 'key')} left out: made by another rack, see --from-rack.\n`);
  if (unknownUse > 0) await host.errors.write(`${count(unknownUse, 'key')} left out: nobody knows when they were last used.\n`);
  return targets;
}

function isOfAnotherRack(version: KeyVersion | null, taken: readonly (string | undefined)[]): boolean {
  const rackId = version?.observed?.['rackId'] ?? (version && readMarker(version.upstreamName)?.rackId);
  return typeof rackId === 'string' && !taken.includes(rackId);
}

import { createHash } from 'node:crypto';
import { readMarker } from '@keyrack/contracts';
import type { KeyVersion, Store } from '@keyrack/contracts';
import type { ForeignKey } from './systems.ts';

/** What is wrong between a store and a system; all four must be empty. */
export interface Discrepancies {
  /** Written down as valid, not there. */
  readonly lost: readonly string[];
  /** There with our marker, not written down as valid. */
  readonly orphaned: readonly string[];
  /** More than one credential of one access key that never rotated. */
  readonly doubled: readonly string[];
  /** Operations and versions nobody would come back to, and revoked keys that are still valid. */
  readonly forgotten: readonly string[];
}

/**
 * Compares what a store says with what a system says, reading nothing else. `living` counts what was found valid on both
 * sides, so that an empty comparison cannot pass for a good one.
 */
export async function compareLedgers(
  { store, rackId }: { readonly store: Store; readonly rackId: string },
  upstream: readonly Pick<ForeignKey, 'upstreamId' | 'upstreamName'>[],
): Promise<Discrepancies & { readonly living: number }> {
  const ours = upstream.filter(({ upstreamName }) => readMarker(upstreamName)?.rackId === rackId);
  const ids = new Set(upstream.map(({ upstreamId }) => upstreamId));
  return store.read(async (session) => {
    const { items: listed } = await session.keys.list({ origins: ['issued', 'adopted'] }, { limit: 1_000 });
    const living = listed
      .filter(({ key }) => key.state === 'active' || key.state === 'suspended')
      .flatMap(({ currentVersion }) => (currentVersion ? [currentVersion] : []));
    const livingIds = new Set(living.map(({ upstreamId }) => upstreamId));
    const versions = await versionsOf(listed.map(({ key }) => key.id));
    const ended = versions.filter(({ stage }) => stage === 'retired' || stage === 'failed');
    const { items: unfinished } = await session.operations.list({ states: ['running', 'waiting', 'stuck'] }, { limit: 1_000 });
    return {
      lost: living.filter(({ upstreamId }) => !ids.has(upstreamId ?? '')).map(describe),
      orphaned: ours.filter(({ upstreamId }) => !livingIds.has(upstreamId)).map(({ upstreamName }) => upstreamName),
      doubled: repeated(ours.map(({ upstreamName }) => readMarker(upstreamName)?.name ?? '')),
      forgotten: [
        ...unfinished.map(({ id, kind, state }) => `${kind} ${id} is ${state}`),
        ...ended.filter(({ upstreamId }) => ids.has(upstreamId ?? '')).map(describe),
        // On its way to another stage, and nobody takes it there.
        ...versions
          .filter(({ stage, keyId }) => (stage === 'prepared' || stage === 'previous') && !unfinished.some((open) => open.keyId === keyId))
          .map(describe),
      ],
      living: living.length,
    };

    async function versionsOf(keyIds: readonly string[]): Promise<readonly KeyVersion[]> {
      return (await Promise.all(keyIds.map((id) => session.versions.listByKey(id)))).flat();
    }
  });
}

function repeated(names: readonly string[]): readonly string[] {
  return names.filter((name, index) => names.indexOf(name) !== index);
}

function describe({ upstreamName, upstreamId, stage }: KeyVersion): string {
  return `${upstreamName} (${upstreamId ?? 'no id'}, ${stage})`;
}

/** A short name for what was tried, unique per point. */
export function pointName(...parts: readonly (string | number)[]): string {
  return `k${createHash('sha256').update(parts.join('/')).digest('hex').slice(0, 10)}`;
}

import type { CallOptions, Connection, KeyListing, ProviderCapabilities, StoreSession } from '@keyrack/contracts';
import { InvalidInputError } from '@keyrack/contracts';
import type { Secret } from '@keyrack/secret';
import type { OpenConnection } from '../connections/pool.ts';
import { beginGeneration } from '../generations/begin.ts';
import { callOptions } from '../support/call-options.ts';
import type { EngineContext } from '../support/context.ts';
import type { Parts } from '../support/parts.ts';
import { planKeys } from './plan.ts';
import type { RebuiltKey } from './plan.ts';
import { foundKeys, markOn, requireNew, surveyRacks } from './survey.ts';
import type { FoundRack } from './survey.ts';

/** What was written down again of one connection, and for how many keys something is not known any more. */
export interface RebuiltConnection {
  readonly connection: Connection;
  readonly keys: number;
  readonly versions: number;
  /** Keys that stay foreign: without a mark, or with another rack's. */
  readonly foreign: number;
  /** The system shows no secret again. */
  readonly withoutSecret: number;
  /** The system knows of no expiry, so whether and when these ended is lost. */
  readonly withoutExpiry: number;
  /** What these were like before they were suspended is lost. */
  readonly suspended: number;
  /** Several credentials, and the system does not tell which is the newest. */
  readonly withoutOrder: number;
  /** Whether keys that were adopted there carry no mark, and are among the foreign ones. */
  readonly hidesAdopted: boolean;
}

/** Makes a store again from what the systems show. */
export interface Rebuilder {
  /** Whose marks the last syncs have seen, most keys first. */
  survey(): Promise<readonly FoundRack[]>;
  /**
   * Writes the keys of a rack down again, all or none, and gives this rack its id: open it anew afterwards.
   * @throws {RefusedError} for a rack that has keys or operations already. @throws {InvalidInputError} for an id that is none.
   */
  rebuild(rackId: string, options?: CallOptions): Promise<readonly RebuiltConnection[]>;
}

const rackIdPattern = /^[0-9a-hjkmnp-tv-z]{8}$/;

/** The operations of a rebuild. */
export function createRebuilder({ context, pool }: Parts): Rebuilder {
  return {
    async survey() {
      await requireNew(context);
      return surveyRacks(context);
    },
    async rebuild(rackId, options) {
      if (!rackIdPattern.test(rackId)) {
        throw new InvalidInputError(`"${rackId}" is not the id of a rack`, {
          advice: 'Give the eight characters that stand in the names of its keys behind "-kr".',
        });
      }
      await requireNew(context);
      const connections = await context.store.read((session) => session.connections.list());
      const plans: ConnectionPlan[] = [];
      for (const connection of connections) plans.push(await plan(context, await pool.open(connection.id), { rackId, options }));
      await context.store.write(async (session) => {
        await session.meta.set('rackId', rackId);
        for (const { keys, secrets } of plans) for (const key of keys) await write(context, session, { key, secrets });
        await beginGeneration(context, session, { reason: 'rebuilt', backupId: null, backupMadeAtMs: null });
      });
      return plans.map(reportOf);
    },
  };
}

/** What is to be written down of one connection. */
interface ConnectionPlan {
  readonly connection: Connection;
  readonly capabilities: ProviderCapabilities;
  readonly keys: readonly RebuiltKey[];
  readonly foreign: number;
  /** By the ids in the system, where it shows them. */
  readonly secrets: ReadonlyMap<string, Secret>;
}

async function plan(
  context: EngineContext,
  { connection, kind, provider, confirmIdentity }: OpenConnection,
  { rackId, options }: { readonly rackId: string; readonly options: CallOptions | undefined },
): Promise<ConnectionPlan> {
  await confirmIdentity(options);
  const ours: KeyListing[] = [];
  let foreign = 0;
  for await (const listing of foundKeys(context, connection.id)) {
    if (markOn(listing) === rackId) ours.push(listing);
    else foreign += 1;
  }
  const secrets = new Map<string, Secret>();
  const ids = new Set(ours.map(({ currentVersion }) => currentVersion?.upstreamId));
  if (kind.capabilities.secretReadable && ids.size > 0) {
    for await (const { upstreamId, secret } of provider.listKeys(callOptions(options))) {
      if (secret && ids.has(upstreamId)) secrets.set(upstreamId, secret);
    }
  }
  return { connection, capabilities: kind.capabilities, keys: planKeys(ours), foreign, secrets };
}

async function write(
  { cipher, clock }: EngineContext,
  { keys, versions }: StoreSession,
  { key: { key, versions: planned, absorbed }, secrets }: { readonly key: RebuiltKey; readonly secrets: ReadonlyMap<string, Secret> },
): Promise<void> {
  const updatedAtMs = clock.nowMs();
  // The newest first: it makes room for the numbers of the others.
  for (const version of planned.toReversed()) {
    await versions.update({ ...version, updatedAtMs });
    const secret = secrets.get(String(version.upstreamId));
    if (secret) await versions.writeSecret(version.id, cipher.seal(secret, `version/${version.id}`));
  }
  await keys.removeForeign(absorbed);
  await keys.update({ ...key, updatedAtMs });
}

function reportOf({ connection, capabilities, keys, foreign, secrets }: ConnectionPlan): RebuiltConnection {
  const versions = keys.flatMap((key) => key.versions);
  const lost = keys.filter((key) => !secrets.has(String(key.versions.at(-1)?.upstreamId)));
  return {
    connection,
    keys: keys.length,
    versions: versions.length,
    foreign,
    withoutSecret: lost.length,
    withoutExpiry: capabilities.expiry === 'keyrack' ? keys.length : 0,
    suspended: keys.filter(({ key }) => key.state === 'suspended').length,
    withoutOrder: keys.filter(({ isOrderKnown }) => !isOrderKnown).length,
    hidesAdopted: !capabilities.change.includes('marker'),
  };
}

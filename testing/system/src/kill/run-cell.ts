import { setTimeout } from 'node:timers/promises';
import type { Store } from '@keyrack/contracts';
import { openRack } from '@keyrack/runtime';
import type { Rack } from '@keyrack/runtime';
import { scratchFolder } from '@keyrack/testing-kit';
import { compareLedgers, pointName } from './ledger.ts';
import { deathPoints } from './points.ts';
import type { Action } from './points.ts';
import { runDoomed } from './run-doomed.ts';
import { killFaults, killSystems } from './systems.ts';
import type { ForeignKey, KillSystem, KillSystemName } from './systems.ts';

/** One cell of the kill matrix: every death point of one action on one system under one fault. */
export interface Cell {
  readonly system: KillSystemName;
  readonly action: Action;
  /** A name in `killFaults`. */
  readonly fault: string;
}

/** What a cell found: the points at which a process died, and everything that was wrong after its recovery. */
export interface CellReport {
  readonly tried: readonly string[];
  readonly wrong: readonly string[];
}

/** The stores of a cell's two racks. */
export interface KillStores {
  /** What a rack is opened with. */
  environment(rack: 'rack' | 'other'): Readonly<Record<string, string>>;
  /** Lets the time pass after which the dead are known to be dead. */
  untilDeathIsProven(): Promise<void>;
}

/** Files in the data folders, where a death is proven at once. */
const sqliteStores: KillStores = { environment: () => ({}), untilDeathIsProven: async () => {} };

/** More calls than a client ever repeats: the answer stays lost for as long as the process lives. */
const everyCall = 50;
/** A released call goes on in the emulator's next turn. */
const landingMs = 50;
const changing = ['PUT', 'POST', 'PATCH', 'DELETE'];

/**
 * Kills a real process at every point of a cell, recovers each time, and compares store and system.
 *
 * @param start - of the system; without it its emulator is started.
 */
export async function runCell(
  cell: Cell,
  start: () => Promise<KillSystem> = killSystems[cell.system].start,
  stores: KillStores = sqliteStores,
): Promise<CellReport> {
  await using system = await start();
  await using folder = await scratchFolder();
  const opened: Store[] = [];
  await using rack = await connectedRack(cell, system, { home: folder.join('rack'), environment: stores.environment('rack'), opened });
  await using other = await connectedRack(cell, system, {
    home: folder.join('other'),
    environment: stores.environment('other'),
    opened: [],
  });
  const [store] = opened;
  if (!store) throw new Error('the store was not opened');
  const tried: string[] = [];
  const wrong: string[] = [];
  for (const point of deathPoints()) {
    const name = pointName(cell.system, cell.action, cell.fault, point.write, point.when);
    const target = await prepare(cell.action, { rack, other, name, providerOptions: system.providerOptions });
    const effect = killFaults[cell.fault];
    const rules = effect ? changing.map((method) => system.faults.add({ method, times: everyCall, effect })) : [];
    const task = { home: folder.join('rack'), connection: 'system', action: cell.action, name: target, point, fromRackId: other.rackId };
    const { died } = await runDoomed(task);
    for (const rule of rules) system.faults.remove(rule);
    await stores.untilDeathIsProven();
    await recover(rack);
    if (system.faults.release() > 0) await afterLanding(rack);
    const upstream = await system.keys();
    const found = await compareLedgers({ store, rackId: rack.rackId }, upstream);
    const place = `${point.write} ${point.when}`;
    wrong.push(
      ...Object.entries(found).flatMap(([what, which]) =>
        Array.isArray(which) && which.length > 0 ? [`${place}: ${what} ${which.join()}`] : [],
      ),
    );
    wrong.push(...(await auditProblems(rack)).map((text) => `${place}: ${text}`));
    const certain = point.write > 1 || point.when === 'after';
    wrong.push(...unexpected(upstream, cell.action, { name, certain }).map((text) => `${place}: ${text}`));
    if (cell.action === 'adopt' && certain && (await rack.keys.find(`system/${target}`)).origin !== 'adopted')
      wrong.push(`${place}: the key is not ours`);
    if (!died) return { tried, wrong };
    tried.push(place);
  }
  return { tried, wrong };
}

async function connectedRack(
  { system: provider }: Cell,
  { fields }: KillSystem,
  {
    home,
    environment,
    opened,
  }: { readonly home: string; readonly environment: Readonly<Record<string, string>>; readonly opened: Store[] },
): Promise<Rack> {
  const rack = await openRack({
    environment,
    home,
    auditFile: `${home}.jsonl`, // noted in the data folder, where the doomed find it
    wrapStore: (store) => {
      opened.push(store);
      return store;
    },
  });
  await rack.connections.add({ name: 'system', provider, input: { fields: { ...fields } as Record<string, string>, text: null } });
  return rack;
}

/** What must be there before the doomed process begins. Gives the name under which it finds its key. */
async function prepare(
  action: Action,
  scene: { readonly rack: Rack; readonly other: Rack; readonly name: string; readonly providerOptions: KillSystem['providerOptions'] },
): Promise<string> {
  const { rack, other, name, providerOptions } = scene;
  if (action === 'issue') return name;
  const { version } = await (action === 'adopt' ? other : rack).keys.issue({ connection: 'system', name, providerOptions });
  if (action === 'resume') await rack.keys.suspend((await rack.keys.find(`system/${name}`)).id);
  if (action !== 'adopt') return name;
  await rack.inventory.sync();
  return version.upstreamName;
}

/** What does not hold of the trail and of its file, which each death may have left with one transaction that was not committed. */
async function auditProblems(rack: Rack): Promise<readonly string[]> {
  const results = await Promise.allSettled([rack.audit.verify(), rack.verifyAuditFile()]);
  return results.flatMap((result) => (result.status === 'rejected' ? [String(result.reason)] : []));
}

/** Requests that were late land now, when everything seemed settled. The next sync sees what they did. */
async function afterLanding(rack: Rack): Promise<void> {
  await setTimeout(landingMs);
  await rack.inventory.sync();
  await recover(rack);
}

/** What a person or a scheduler does after a crash: take up what was left, and take the secrets that nobody got. */
async function recover(rack: Rack): Promise<void> {
  await rack.operations.resumeAll();
  const { items: waiting } = await rack.operations.list({ states: ['waiting'] });
  for (const { id, keyId } of waiting) {
    const { operation } = await rack.operations.resume(id); // its waiting time is not over, a person may still ask
    if (operation.kind === 'rotate' && operation.state === 'waiting') await rack.keys.confirmDelivered(keyId);
  }
}

/** What the system must show of the key afterwards. Before the first write is committed, nothing was promised. */
function unexpected(
  upstream: readonly ForeignKey[],
  action: Action,
  { name, certain }: { readonly name: string; readonly certain: boolean },
): readonly string[] {
  const keys = upstream.filter(({ upstreamName }) => upstreamName.startsWith(`${name}-`));
  const expected = action === 'revoke' ? 0 : 1;
  if (certain && keys.length !== expected) return [`${keys.length} keys upstream instead of ${expected}`];
  const suspended = keys.some((key) => key.suspended);
  if (certain && (action === 'suspend') !== suspended && action !== 'revoke') return [`suspended: ${suspended}`];
  const renamed = keys.some(({ upstreamName }) => upstreamName.startsWith(`${name}-changed-`));
  return certain && action === 'change' && !renamed ? ['the change is not there'] : [];
}

import { setTimeout } from 'node:timers/promises';
import { startFaultProxy } from '@keyrack/emulators';
import { clientTrials } from './client-trials.ts';
import { killTest } from './kill-section.ts';
import { askBoth } from './odd-section.ts';
import { oddValueScenarios } from './odd-values.ts';
import { Postgres } from './postgres.ts';
import { providerTrials } from './provider-trials.ts';
import type { ProxyKind } from './proxy-configuration.ts';
import { RealProxy } from './real-proxy.ts';
import { heldBackMs, replayBoth, scenariosFor } from './replay-report.ts';
import type { Report } from './report.ts';
import type { Scratch } from './scratch.ts';
import { runTrials } from './tally.ts';

/** What can be held against the real proxy, in the order in which it is done. */
export const sectionNames = ['replay', 'odd-values', 'client', 'provider', 'kill'] as const;
export type SectionName = (typeof sectionNames)[number];

/** What the sections work with. */
export interface Surroundings {
  readonly scratch: Scratch;
  readonly environment: NodeJS.ProcessEnv;
  readonly report: Report;
  /** Ends the run after the scenario or the section that is under way. */
  readonly signal: AbortSignal;
}

/** Runs sections on one database and as few starts of the proxy as they need. */
export async function runSections(chosen: readonly SectionName[], surroundings: Surroundings): Promise<void> {
  const { scratch, environment, signal } = surroundings;
  await using database = await Postgres.start(scratch, environment);
  const kinds: readonly ProxyKind[] = chosen.includes('replay') ? ['plain', 'strict', 'no-database'] : ['plain'];
  for (const kind of kinds) {
    if (signal.aborted) return;
    await using proxy = await RealProxy.start(scratch, database, kind);
    if (kind === 'plain') surroundings.report.setVersion(await proxy.version());
    if (chosen.includes('replay')) await replay(proxy, kind, surroundings);
    if (kind === 'plain' && chosen.includes('odd-values')) await askOddValues(proxy, surroundings);
    if (kind === 'plain') await tryOut(proxy, chosen, surroundings);
  }
}

async function replay(proxy: RealProxy, kind: ProxyKind, { report, signal }: Surroundings): Promise<void> {
  for (const scenario of scenariosFor(kind)) {
    if (signal.aborted) return;
    report.addScenario(await replayBoth(proxy, scenario));
  }
}

async function askOddValues(proxy: RealProxy, { report, signal }: Surroundings): Promise<void> {
  for (const [scenario, questions] of oddValueScenarios()) {
    if (signal.aborted) return;
    report.addOdd(await askBoth(proxy, scenario, questions));
  }
}

async function tryOut(proxy: RealProxy, chosen: readonly SectionName[], { report, signal }: Surroundings): Promise<void> {
  // What a replay has called would be counted in trials.
  if (chosen.includes('replay')) await setTimeout(heldBackMs);
  await using front = await startFaultProxy({ target: proxy.origin });
  if (chosen.includes('client') && !signal.aborted)
    report.addTally('guarantees of the client', await runTrials(clientTrials(proxy, front)));
  if (chosen.includes('provider') && !signal.aborted)
    report.addTally('guarantees of a provider', await runTrials(providerTrials(proxy, front)));
  if (chosen.includes('kill') && !signal.aborted) for await (const found of killTest(proxy)) report.addKills(found);
}

import { setTimeout } from 'node:timers/promises';
import { startLiteLLMEmulator } from '@keyrack/emulators';
import { emulatedTarget, litellmRecordings, litellmScenarios, replayScenario } from '@keyrack/emulators/replay';
import type { Deviation, Exceptions, LiteLLMCall } from '@keyrack/emulators/replay';
import { masterKey } from './proxy-configuration.ts';
import type { ProxyKind } from './proxy-configuration.ts';
import type { RealProxy } from './real-proxy.ts';

/** The calls of one scenario as they were recorded. */
export interface RecordedScenario {
  readonly name: string;
  readonly calls: readonly LiteLLMCall[];
  /** Answers that the proxy itself does not give twice, each with its reason. */
  readonly uncertain: Exceptions;
}

/** How the recorded calls of one scenario were answered by both. */
export interface ScenarioReport {
  readonly scenario: string;
  readonly calls: number;
  readonly real: readonly Deviation[];
  readonly emulator: readonly Deviation[];
  readonly uncertain: Exceptions;
}

/** The scenarios of all recordings that were made with a proxy of this kind. */
export function scenariosFor(kind: ProxyKind): readonly RecordedScenario[] {
  return litellmRecordings
    .flatMap(({ file, uncertain }) => [...litellmScenarios(file)].map(([name, calls]) => ({ name, calls, uncertain })))
    .filter(({ name }) => kindOf(name) === kind);
}

function kindOf(scenario: string): ProxyKind {
  if (scenario === 'no-database') return 'no-database';
  return scenario.startsWith('strict') ? 'strict' : 'plain';
}

/** How long the proxy may hold calls of models before it writes them down. */
export const heldBackMs = 15_000;

/** Addresses that add up calls of everybody. */
const sums = /\/daily\/activity|^\/(?:global\/)?spend(?:\/|$)/;

/** Sends one scenario to the real proxy and to a fresh emulator, by the same program. */
export async function replayBoth(proxy: RealProxy, { name: scenario, calls, uncertain }: RecordedScenario): Promise<ScenarioReport> {
  // What scenarios before it have called would be counted in this one.
  if (calls.some(({ request }) => sums.test(request.path))) await setTimeout(heldBackMs);
  await proxy.empty();
  const moment = async ({ afterMs }: LiteLLMCall): Promise<number> => {
    await setTimeout(afterMs);
    return Date.now();
  };
  const real = await replayScenario({ origin: proxy.origin, moment }, calls);
  const kind = kindOf(scenario);
  await using litellm = await startLiteLLMEmulator({
    credential: masterKey,
    strict: kind === 'strict',
    database: kind !== 'no-database',
  });
  const emulator = await replayScenario(emulatedTarget(litellm), calls);
  return { scenario, calls: calls.length, real, emulator, uncertain };
}

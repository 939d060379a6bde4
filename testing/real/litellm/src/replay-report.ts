import { setTimeout } from 'node:timers/promises';
import { startLiteLLMEmulator } from '@keyrack/emulators';
import { emulatedTarget, litellmScenarios, replayScenario } from '@keyrack/emulators/replay';
import type { Deviation, LiteLLMCall } from '@keyrack/emulators/replay';
import { masterKey } from './proxy-configuration.ts';
import type { ProxyKind } from './proxy-configuration.ts';
import type { RealProxy } from './real-proxy.ts';

/** How the recorded calls of one scenario were answered by both. */
export interface ScenarioReport {
  readonly scenario: string;
  readonly calls: number;
  readonly real: readonly Deviation[];
  readonly emulator: readonly Deviation[];
}

/** The scenarios that were recorded with a proxy of this kind. */
export function scenariosFor(kind: ProxyKind): readonly (readonly [string, readonly LiteLLMCall[]])[] {
  const all = litellmScenarios(new URL('../../../emulators/recordings/litellm.jsonl', import.meta.url));
  return [...all].filter(([name]) => kindOf(name) === kind);
}

function kindOf(scenario: string): ProxyKind {
  if (scenario === 'no-database') return 'no-database';
  return scenario.startsWith('strict') ? 'strict' : 'plain';
}

/** Sends one scenario to the real proxy and to a fresh emulator, by the same program. */
export async function replayBoth(proxy: RealProxy, scenario: string, calls: readonly LiteLLMCall[]): Promise<ScenarioReport> {
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
  return { scenario, calls: calls.length, real, emulator };
}

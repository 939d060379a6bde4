import { startLiteLLMEmulator } from '@keyrack/emulators';
import { emulatedTarget, ownHeaders, parsedBody, rawExchange, replayScenario } from '@keyrack/emulators/replay';
import type { Deviation, LiteLLMCall } from '@keyrack/emulators/replay';
import type { Question } from './odd-values.ts';
import { masterKey } from './proxy-configuration.ts';
import type { RealProxy } from './real-proxy.ts';

/** What the emulator answers otherwise than the real proxy did just now. */
export interface OddReport {
  readonly scenario: string;
  readonly calls: number;
  readonly emulator: readonly Deviation[];
}

/** Asks the real proxy, then a fresh emulator the same, and compares. */
export async function askBoth(proxy: RealProxy, scenario: string, questions: readonly Question[]): Promise<OddReport> {
  await proxy.empty();
  const calls: LiteLLMCall[] = [];
  for (const { title, ...request } of questions) {
    const { status, headers, body } = await rawExchange(proxy.origin, request);
    const date = headers['date'] ?? '';
    const response = { status, headers: { ...ownHeaders({ status, headers, body }), date }, body: parsedBody(body) };
    calls.push({ n: calls.length + 1, scenario, title, afterMs: 0, request, response, wordingVaries: false });
  }
  await using litellm = await startLiteLLMEmulator({ credential: masterKey });
  return { scenario, calls: calls.length, emulator: await replayScenario(emulatedTarget(litellm), calls) };
}

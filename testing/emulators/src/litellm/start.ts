import { EmulatorClock } from '../kit/clock.ts';
import type { RunningEmulator } from '../kit/emulator.ts';
import { startEmulator } from '../kit/emulator.ts';
import type { LiteLLMState } from './litellm-state.ts';
import { LiteLLMSystem } from './litellm-system.ts';
import type { LiteLLMEmulatorOptions } from './options.ts';
import { litellmSettings } from './options.ts';
import { tokenFor } from './values/secrets.ts';

/** What `keyrack emulate litellm` prints when it is ready: what a client needs to connect. */
export interface LiteLLMReadyLine {
  readonly system: 'litellm';
  readonly url: string;
  /** The master key. */
  readonly apiKey: string;
}

/** A running LiteLLM emulator. */
export interface LiteLLMEmulator extends RunningEmulator<LiteLLMState> {
  readonly url: string;
  /** The master key. */
  readonly apiKey: string;
  readonly readyLine: LiteLLMReadyLine;
  /** Books that a key, by secret or hash, was used: the cost counts at once and shows after the write delay. */
  use(key: string, use: { readonly cost: number; readonly model?: string; readonly atMs?: number }): void;
  /**
   * Starts another proxy on the same database and clock, with nothing that tells it of changes: a key that it has seen it accepts as it
   * was for up to a minute. Both see the same rows; faults and the access log are its own. It is ended by itself, before this one.
   */
  startSecondProxy(): Promise<RunningEmulator<LiteLLMState>>;
}

/** The proxy keeps an idle connection this long. */
const keepAliveTimeoutMs = 5_000;

/**
 * Starts a LiteLLM proxy on 127.0.0.1 that answers like the real one: fresh, without a licence, over plain HTTP.
 *
 * @example
 * await using litellm = await startLiteLLMEmulator();
 * await fetch(`${litellm.url}/key/list`, { headers: { authorization: `Bearer ${litellm.apiKey}` } });
 *
 * @throws {TypeError} for options that make no sense
 */
export async function startLiteLLMEmulator(options: LiteLLMEmulatorOptions = {}): Promise<LiteLLMEmulator> {
  const settings = litellmSettings(options);
  const clock = new EmulatorClock();
  if (options.startAtMs !== undefined) clock.set(options.startAtMs);
  const system = new LiteLLMSystem(settings, clock);
  const running = await startEmulator(system, { port: options.port ?? 0, latencyMs: options.latencyMs ?? 0, keepAliveTimeoutMs });
  const apiKey = settings.masterKey;
  return Object.assign(running, {
    url: running.origin,
    apiKey,
    readyLine: { system: 'litellm' as const, url: running.origin, apiKey },
    use: (key: string, use: { readonly cost: number; readonly model?: string; readonly atMs?: number }) => system.use(tokenFor(key), use),
    startSecondProxy: () => startEmulator(new LiteLLMSystem(settings, clock, system), { keepAliveTimeoutMs }),
  });
}

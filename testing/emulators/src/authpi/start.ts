import { EmulatorClock } from '../kit/clock.ts';
import type { RunningEmulator } from '../kit/emulator.ts';
import { startEmulator } from '../kit/emulator.ts';
import type { AccessTokenRequest } from './access-tokens.ts';
import { newAccessToken } from './access-tokens.ts';
import type { AuthPIState } from './authpi-state.ts';
import { AuthPISystem } from './authpi-system.ts';
import type { ControlledRecord } from './controlled-records.ts';
import { addRecord } from './controlled-records.ts';
import type { AuthPIEmulatorOptions } from './options.ts';
import { authpiSettings } from './options.ts';

/** What `keyrack emulate authpi` prints when it is ready: what a client needs to connect. */
export interface AuthPIReadyLine {
  readonly system: 'authpi';
  readonly url: string;
  readonly keyId: string;
  readonly keySecret: string;
  readonly accountId: string;
}

/** A running AuthPI emulator. */
export interface AuthPIEmulator extends RunningEmulator<AuthPIState> {
  /** The API's address without `/v1`, as clients take it. */
  readonly url: string;
  readonly keyId: string;
  readonly keySecret: string;
  readonly accountId: string;
  readonly readyLine: AuthPIReadyLine;
  /** Makes an access token, as a login would. */
  newAccessToken(request?: AccessTokenRequest): string;
  /** Makes one more account; its id. */
  addAccount(): string;
  /** Adds what the API does not make, such as a session; its id. */
  addRecord(record: ControlledRecord): string;
  /** Waits until nothing is being sent to webhooks. */
  settled(): Promise<void>;
}

/** How long an idle connection is kept; the real service's time is not known. */
const keepAliveTimeoutMs = 60_000;

/**
 * Starts an AuthPI on 127.0.0.1 that answers like the Core API: one account with one API key.
 *
 * @example
 * await using authpi = await startAuthPIEmulator();
 * const client = connect({ baseUrl: authpi.url, apiKey: { id: authpi.keyId, secret: authpi.keySecret } });
 *
 * @throws {TypeError} for options that make no sense
 */
export async function startAuthPIEmulator(options: AuthPIEmulatorOptions = {}): Promise<AuthPIEmulator> {
  const settings = authpiSettings(options);
  const clock = new EmulatorClock();
  if (options.startAtMs !== undefined) clock.set(options.startAtMs);
  const system = new AuthPISystem(settings, clock);
  const running = await startEmulator(system, { port: options.port ?? 0, latencyMs: options.latencyMs ?? 0, keepAliveTimeoutMs });
  const { close } = running;
  const { keyId, keySecret, accountId } = settings;
  const url = running.origin;
  return Object.assign(running, {
    url,
    keyId,
    keySecret,
    accountId,
    readyLine: { system: 'authpi' as const, url, keyId, keySecret, accountId },
    newAccessToken: (request: AccessTokenRequest = {}) => newAccessToken(system.server, request).token,
    addAccount: () => system.server.addAccount(system.server.newId('acc'), system.server.newId('org')).id,
    addRecord: (record: ControlledRecord) => addRecord(system.server, record),
    settled: () => system.server.deliveries.settled(),
    close: async () => {
      system.server.deliveries.stop();
      await close();
    },
  });
}

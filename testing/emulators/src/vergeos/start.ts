import { selfSignedCertificate } from '../kit/certificate.ts';
import { EmulatorClock } from '../kit/clock.ts';
import type { RunningEmulator } from '../kit/emulator.ts';
import { startEmulator } from '../kit/emulator.ts';
import type { VergeOSEmulatorOptions } from './options.ts';
import { vergeosSettings } from './options.ts';
import type { SecretPlace } from './tables/user-api-keys.ts';
import type { VergeOSState } from './vergeos-state.ts';
import { VergeOSSystem } from './vergeos-system.ts';

/** What `keyrack emulate vergeos` prints when it is ready: what a client needs to connect. */
export interface VergeOSReadyLine {
  readonly system: 'vergeos';
  readonly url: string;
  readonly username: string;
  readonly password: string;
  readonly apiKey: string;
  readonly certSha256: string;
}

/** A running VergeOS emulator. */
export interface VergeOSEmulator extends RunningEmulator<VergeOSState> {
  /** The system's address without `/api/v4`, as clients take it. */
  readonly url: string;
  readonly username: string;
  readonly password: string;
  /** The secret of the first user's API key. */
  readonly apiKey: string;
  readonly certSha256: string;
  readonly readyLine: VergeOSReadyLine;
  /** Lets callers seem to come from that address; `undefined` is their own again. */
  setCallerAddress(address: string | undefined): void;
  /** Where the receipts of new keys hold their secrets from now on. */
  setSecretPlace(place: SecretPlace): void;
}

/** How long an idle connection is kept; the real system's time is not known. */
const keepAliveTimeoutMs = 60_000;

/**
 * Starts a VergeOS on 127.0.0.1 that answers like the real one, over TLS: one user who may do everything, with one API key.
 *
 * @example
 * await using vergeos = await startVergeOSEmulator();
 * const client = connect({ url: vergeos.url, apiKey: vergeos.apiKey, certSha256: vergeos.certSha256 });
 *
 * @throws {TypeError} for options that make no sense
 */
export async function startVergeOSEmulator(options: VergeOSEmulatorOptions = {}): Promise<VergeOSEmulator> {
  const settings = vergeosSettings(options);
  const certificate = options.certificate ?? (await selfSignedCertificate('127.0.0.1', options.certificateKind));
  const clock = new EmulatorClock();
  if (options.startAtMs !== undefined) clock.set(options.startAtMs);
  const system = new VergeOSSystem(settings, clock);
  const running = await startEmulator(system, {
    port: options.port ?? 0,
    latencyMs: options.latencyMs ?? 0,
    certificate,
    keepAliveTimeoutMs,
  });
  const { username, password, apiKey } = settings;
  const url = running.origin;
  const certSha256 = running.certSha256 ?? '';
  return Object.assign(running, {
    url,
    username,
    password,
    apiKey,
    certSha256,
    readyLine: { system: 'vergeos' as const, url, username, password, apiKey, certSha256 },
    setCallerAddress: (address: string | undefined) => {
      system.server.callerAddress = address;
    },
    setSecretPlace: (place: SecretPlace) => {
      system.server.secretPlace = place;
    },
  });
}

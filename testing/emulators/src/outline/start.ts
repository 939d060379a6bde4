import { selfSignedCertificate } from '../kit/certificate.ts';
import { EmulatorClock } from '../kit/clock.ts';
import type { RunningEmulator } from '../kit/emulator.ts';
import { startEmulator } from '../kit/emulator.ts';
import type { OutlineEmulatorOptions } from './options.ts';
import { outlineSettings } from './options.ts';
import type { OutlineState } from './outline-state.ts';
import { OutlineSystem } from './outline-system.ts';
import type { EstimateMode, PrometheusMode } from './prometheus.ts';
import type { TrafficRecord } from './traffic.ts';

/** What `keyrack emulate outline` prints when it is ready: what a client needs to connect. */
export interface OutlineReadyLine {
  readonly system: 'outline';
  /** With the secret prefix. */
  readonly url: string;
  readonly certSha256: string;
}

/** A running Outline emulator. */
export interface OutlineEmulator extends RunningEmulator<OutlineState> {
  /** The API's address with the secret prefix, as the installer prints it. */
  readonly url: string;
  /** The same under the name the installer uses. */
  readonly apiUrl: string;
  readonly certSha256: string;
  /** The contents of the installer's `access.txt`. */
  readonly accessText: string;
  readonly readyLine: OutlineReadyLine;
  /** Counts traffic that the proxy would have carried. */
  feedTraffic(...records: readonly TrafficRecord[]): void;
  /** Lets the server's Prometheus go away, hang or come back. */
  setPrometheus(mode: PrometheusMode): void;
  /** Whether usage figures stay the same between two calls or go up and down. */
  setEstimates(mode: EstimateMode): void;
}

/** The server keeps an idle connection this long. */
const keepAliveTimeoutMs = 5_000;

/**
 * Starts an Outline server on 127.0.0.1 that answers like the real one: fresh, over TLS, behind a secret prefix.
 *
 * @example
 * await using outline = await startOutlineEmulator();
 * const client = connect({ apiUrl: outline.apiUrl, certSha256: outline.certSha256 });
 *
 * @throws {TypeError} for options that make no sense
 */
export async function startOutlineEmulator(options: OutlineEmulatorOptions = {}): Promise<OutlineEmulator> {
  const settings = outlineSettings(options);
  const certificate = options.certificate ?? (await selfSignedCertificate(settings.hostname, options.certificateKind));
  const clock = new EmulatorClock();
  if (options.startAtMs !== undefined) clock.set(options.startAtMs);
  const system: OutlineSystem = new OutlineSystem(settings, clock, () => running.port);
  const running = await startEmulator(system, {
    port: options.port ?? 0,
    latencyMs: options.latencyMs ?? 0,
    certificate,
    keepAliveTimeoutMs,
  });
  const url = `${running.origin}/${settings.prefix}`;
  const certSha256 = running.certSha256 ?? '';
  return Object.assign(running, {
    url,
    apiUrl: url,
    certSha256,
    accessText: `certSha256:${certSha256}\napiUrl:${url}\n`,
    readyLine: { system: 'outline' as const, url, certSha256 },
    feedTraffic: (...records: readonly TrafficRecord[]) => {
      for (const record of records) system.server.prometheus.feed(record);
    },
    setPrometheus: (mode: PrometheusMode) => system.server.prometheus.setMode(mode),
    setEstimates: (mode: EstimateMode) => {
      system.server.prometheus.estimates = mode;
    },
  });
}

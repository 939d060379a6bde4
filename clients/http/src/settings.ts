import { Secret } from '@keyrack/secret';
import { parseBaseUrl } from './base-url.ts';
import { normalizePin } from './certificate-pin.ts';
import { checkInteger } from './check-integer.ts';
import { checkClientOptions, drawShare } from './client-checks.ts';
import type { HttpClientOptions } from './client-options.ts';
import { systemClock, systemRandom } from './clock.ts';
import type { Clock } from './clock.ts';
import { credentialOf } from './credential.ts';
import type { ErrorMapping } from './error-mapping.ts';
import { ConfigurationError } from './errors.ts';
import { checkHeaderValue, isHeaderName, layHeaders } from './headers.ts';
import { Observer } from './observer.ts';
import { checkOptionNames } from './option-checks.ts';
import { Redactor } from './redaction.ts';
import { resolveRetries } from './retry-policy.ts';
import type { RetryPolicy } from './retry-policy.ts';
import type { Target, Transport } from './transport.ts';

/** A client's options, checked, with every default filled in. */
export interface Settings {
  readonly system: string;
  readonly target: Target;
  readonly basePath: string;
  /** Go out with every request, the credential among them. */
  readonly headers: Readonly<Record<string, string>>;
  readonly credentialHeader: string;
  readonly timeoutMs: number;
  readonly totalTimeoutMs: number;
  readonly retries: RetryPolicy;
  readonly maxConnections: number;
  readonly minRequestGapMs: number;
  readonly maxResponseBytes: number;
  readonly errors: ErrorMapping;
  readonly requestIdHeader: string;
  readonly clock: Clock;
  readonly random: () => number;
  /** The secrets that every request carries. */
  readonly secrets: readonly string[];
  readonly observer: Observer;
}

const largestResponse = 2 ** 30;
const ownNames = ['system', 'version', 'baseUrl', 'authentication', 'tls', 'errors', 'requestIdHeader'];

/**
 * Checks a client's options.
 *
 * @throws {ConfigurationError} for the first wrong one.
 */
export function resolveSettings(options: HttpClientOptions): Settings {
  checkClientOptions(options, { system: systemOf(options), own: ownNames });
  const { system, random = systemRandom } = options;
  const base = parseBaseUrl(system, options.baseUrl, options.allowPlainHttp ?? false);
  const credential = credentialOf(system, options.authentication ?? { kind: 'none' });
  const rules = { system, credentialHeader: credential.header, option: 'defaultHeaders' };
  const userAgent = checkHeaderValue(system, 'userAgent', options.userAgent ?? `keyrack-${system}/${options.version}`);
  const headers = layHeaders({ accept: 'application/json', 'user-agent': userAgent }, options.defaultHeaders ?? {}, rules);
  if (credential.value !== undefined) headers[credential.header] = credential.value;
  const hidden = Object.values(options.defaultHeaders ?? {}).filter((value) => Secret.isSecret(value));
  const secrets = [...base.secrets, ...credential.secrets, ...hidden.map((secret) => secret.reveal())];
  return {
    system,
    headers,
    secrets,
    target: resolveTarget(options, base.origin),
    basePath: base.path,
    credentialHeader: credential.header,
    timeoutMs: checkInteger(options.timeoutMs ?? 30_000, { system, name: 'timeoutMs', least: 1 }),
    totalTimeoutMs: checkInteger(options.totalTimeoutMs ?? 120_000, { system, name: 'totalTimeoutMs', least: 1 }),
    retries: resolveRetries(system, options.retries),
    maxConnections: checkInteger(options.maxConnections ?? 16, { system, name: 'maxConnections', least: 1, most: 1_024 }),
    minRequestGapMs: checkInteger(options.minRequestGapMs ?? 0, { system, name: 'minRequestGapMs', least: 0 }),
    maxResponseBytes: checkInteger(options.maxResponseBytes ?? 2 ** 26, {
      system,
      name: 'maxResponseBytes',
      least: 1,
      most: largestResponse,
    }),
    errors: options.errors ?? {},
    requestIdHeader: checkHeaderName(system, options.requestIdHeader ?? 'x-request-id'),
    clock: options.clock ?? systemClock,
    random: () => drawShare(random),
    observer: new Observer({
      hooks: options.hooks,
      logger: options.logger,
      logLevel: checkLevel(system, options.logLevel),
      redactor: new Redactor(secrets),
    }),
  };
}

/**
 * Refuses a transport that would silently drop a pin, a CA or a proxy.
 *
 * @throws {ConfigurationError} that names what cannot be honoured.
 */
export function checkTransport(system: string, transport: Transport, target: Target): void {
  for (const feature of ['certSha256', 'ca', 'proxy'] as const) {
    if (target[feature] !== undefined && !transport.honours.includes(feature)) {
      throw new ConfigurationError(system, `the given transport cannot honour ${feature}: leave that option out or use another transport`);
    }
  }
}

/** Whose words an error uses, before it is certain that there are options at all. */
function systemOf(options: HttpClientOptions | undefined): string {
  return typeof options?.system === 'string' ? options.system : 'http';
}

function checkHeaderName(system: string, name: unknown): string {
  if (typeof name === 'string' && isHeaderName(name.toLowerCase())) return name.toLowerCase();
  throw new ConfigurationError(system, 'requestIdHeader must be the name of a header');
}

function resolveTarget(options: HttpClientOptions, origin: string): Target {
  const { system, tls, proxy } = options;
  if (tls !== undefined) checkOptionNames(tls, { system, owner: 'tls', known: ['certSha256', 'ca'] });
  const hasTls = tls?.certSha256 !== undefined || tls?.ca !== undefined;
  if (hasTls && !origin.startsWith('https:')) throw new ConfigurationError(system, 'a certificate pin or a CA needs an https address');
  if (tls?.certSha256 !== undefined && tls.ca !== undefined) {
    throw new ConfigurationError(system, 'give either certSha256 or ca: a pin alone decides, so the CA would mean nothing');
  }
  if (tls?.ca !== undefined && !(typeof tls.ca === 'string' && tls.ca.includes('-----BEGIN CERTIFICATE-----'))) {
    throw new ConfigurationError(system, 'ca must be certificates in PEM');
  }
  return {
    origin,
    certSha256: tls?.certSha256 === undefined ? undefined : normalizePin(system, tls.certSha256),
    ca: tls?.ca,
    proxy: proxy === undefined ? undefined : checkProxy(system, proxy),
    idleTimeoutMs: checkInteger(options.idleTimeoutMs ?? 4_000, { system, name: 'idleTimeoutMs', least: 1 }),
  };
}

function checkProxy(system: string, proxy: string | Secret): string {
  const text = Secret.isSecret(proxy) ? proxy.reveal() : proxy;
  const url = typeof text === 'string' && URL.canParse(text) ? new URL(text) : undefined;
  if (url !== undefined && (url.protocol === 'http:' || url.protocol === 'https:') && url.pathname === '/' && url.search === '')
    return url.href;
  throw new ConfigurationError(system, 'proxy must be an address such as http://gateway.example:3128');
}

function checkLevel(system: string, level: HttpClientOptions['logLevel'] = 'info'): typeof level {
  if (['off', 'error', 'warn', 'info', 'debug'].includes(level)) return level;
  throw new ConfigurationError(system, "logLevel must be 'off', 'error', 'warn', 'info' or 'debug'");
}

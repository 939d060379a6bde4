import { Secret } from '@keyrack/secret';
import { describe, expect, test } from 'vitest';
import type { HttpClientOptions } from './client-options.ts';
import { ConfigurationError } from './errors.ts';
import { resolveSettings } from './settings.ts';

const given: HttpClientOptions = { system: 'testing', version: '1.2.3', baseUrl: 'https://192.0.2.7' };
const pem = '-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----';

describe('a client', () => {
  test('has the documented defaults', () => {
    const { headers, target, retries, ...settings } = resolveSettings(given);
    expect(settings).toMatchObject({
      timeoutMs: 30_000,
      totalTimeoutMs: 120_000,
      maxConnections: 16,
      minRequestGapMs: 0,
      maxResponseBytes: 67_108_864,
      requestIdHeader: 'x-request-id',
      basePath: '',
    });
    expect(headers).toEqual({ accept: 'application/json', 'user-agent': 'keyrack-testing/1.2.3' });
    expect(target).toEqual({ origin: 'https://192.0.2.7', certSha256: undefined, ca: undefined, proxy: undefined, idleTimeoutMs: 4_000 });
    expect(retries).toMatchObject({ maxRetries: 2 });
  });

  test.each<[string, Partial<Record<keyof HttpClientOptions, unknown>>]>([
    ['timeoutMs', { timeoutMs: 0 }],
    ['timeoutMs', { timeoutMs: 2 ** 31 }],
    ['totalTimeoutMs', { totalTimeoutMs: '30000' }],
    ['maxConnections', { maxConnections: 0 }],
    ['minRequestGapMs', { minRequestGapMs: -1 }],
    ['maxResponseBytes', { maxResponseBytes: 0.5 }],
    ['idleTimeoutMs', { idleTimeoutMs: Number.NaN }],
    ['retries', { retries: true }],
    ['userAgent', { userAgent: 'a\nb' }],
    ['defaultHeaders', { defaultHeaders: { Authorization: 'x' } }],
    ['defaultHeaders', { defaultHeaders: { HOST: 'x' } }],
    ['proxy', { proxy: 'socks5://proxy' }],
    ['proxy', { proxy: new Secret('http://proxy/path') }],
    ['logLevel', { logLevel: 'verbose' }],
    ['certSha256', { tls: { certSha256: 'ab' } }],
    ['ca', { tls: { ca: 'ab' } }],
    ['certSha256', { tls: { certSha256: 'ab'.repeat(32), ca: pem } }],
    ['pin', { baseUrl: 'http://localhost', tls: { certSha256: 'ab'.repeat(32) } }],
    ['authentication', { authentication: { kind: 'bearer', token: 'x' } }],
  ])('refuses a wrong %s', (name, options) => {
    expect(() => resolveSettings({ ...given, ...options } as HttpClientOptions)).toThrow(ConfigurationError);
    expect(() => resolveSettings({ ...given, ...options } as HttpClientOptions)).toThrow(name);
  });

  test.each<[string, unknown]>([
    ['did you mean "timeoutMs"', { timeout: 5 }],
    ['did you mean "maxRetries"', { retries: { maxRetry: 1 } }],
    ['did you mean "ca"', { tls: { cas: 'x' } }],
    ['transport must be', { transport: {} }],
    ['clock must be', { clock: {} }],
    ['random must be', { random: 5 }],
    ['random must be', { random: () => Number.NaN }],
    ['logger must be', { logger: {} }],
    ['hooks must be', { hooks: 5 }],
    ['hooks.onRetry', { hooks: { onRetry: 5 } }],
    ['"onResponse"', { hooks: { onResponce: () => undefined } }],
    ['allowPlainHttp', { allowPlainHttp: 'false' }],
    ['defaultHeaders', { defaultHeaders: new Headers({ a: 'b' }) }],
  ])('refuses what would fail later or mean nothing, and says: %s', (words, options) => {
    const make = (): unknown => resolveSettings({ ...given, ...(options as Partial<HttpClientOptions>) });
    expect(make).toThrow(ConfigurationError);
    expect(make).toThrow(words);
  });
});

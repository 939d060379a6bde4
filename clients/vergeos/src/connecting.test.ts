import { inspect } from 'node:util';
import { ConfigurationError } from '@keyrack/http';
import { Secret } from '@keyrack/secret';
import { describe, expect, test } from 'vitest';
import { VergeOSClient } from './index.ts';
import type { VergeOSClientOptions } from './index.ts';

const apiKey = 'canary-4711-key';
const open = (options: VergeOSClientOptions): VergeOSClient => new VergeOSClient(options);

describe('a client', () => {
  test.each([
    [{ host: 'vergeos.example' }, 'https://vergeos.example'],
    [{ host: '192.0.2.7:8443' }, 'https://192.0.2.7:8443'],
    [{ host: '[2001:db8::1]:8443' }, 'https://[2001:db8::1]:8443'],
    [{ baseUrl: 'https://vergeos.example/' }, 'https://vergeos.example'],
    [{ baseUrl: 'https://vergeos.example:8443/api/v4/' }, 'https://vergeos.example:8443'],
  ])('is opened for %j', (address, origin) => {
    expect(open({ ...address, apiKey }).origin).toBe(origin);
  });

  const address = { host: 'vergeos.example' };
  const wrong: Readonly<Record<string, unknown>> = {
    'no address': { apiKey },
    'two addresses': { ...address, baseUrl: 'https://vergeos.example', apiKey },
    'a host with a scheme': { host: 'https://vergeos.example', apiKey },
    'a host with a path': { host: 'vergeos.example/', apiKey },
    'an empty host': { host: '', apiKey },
    'a port that is none': { host: 'vergeos.example:99999', apiKey },
    'plain http': { baseUrl: 'http://127.0.0.1', apiKey },
    'a password in the address': { baseUrl: `https://admin:${apiKey}@vergeos.example`, apiKey },
    'no login': address,
    'two logins': { ...address, apiKey, username: 'admin', password: 'x' },
    'a name without a password': { ...address, username: 'admin' },
    'a password without a name': { ...address, password: apiKey },
    'an empty key': { ...address, apiKey: '' },
    'a name with a colon': { ...address, username: 'a:b', password: apiKey },
    'a key with a line break': { ...address, apiKey: `${apiKey}\nx` },
    'a pin that is none': { ...address, apiKey, certSha256: apiKey },
    'a pin and a CA': { ...address, apiKey, certSha256: '0'.repeat(64), ca: '-----BEGIN CERTIFICATE-----' },
    'no requests at all': { ...address, apiKey, requestsPerHour: 0 },
  };
  test.each(Object.entries(wrong))('is not opened with %s, and the error repeats no secret', (_, options) => {
    const error = thrownBy(() => open(options as VergeOSClientOptions));
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(inspect(error, { depth: 9 })).not.toContain(apiKey);
  });

  test('prints as its name, the origin and its state', async () => {
    const client = open({ ...address, apiKey: new Secret(apiKey) });
    for (const text of [String(client), inspect(client, { showHidden: true, depth: 9 }), JSON.stringify({ client })]) {
      expect(text).toContain('VergeOSClient(https://vergeos.example, open)');
      expect(text).not.toContain(apiKey);
    }
    await client.close();
    expect(inspect(client)).toContain('closed');
  });
});

function thrownBy(act: () => unknown): unknown {
  try {
    act();
    return undefined;
  } catch (error) {
    return error;
  }
}

describe('the environment', () => {
  const login = { VERGE_HOST: 'vergeos.example:8443', VERGE_TOKEN: 'canary-4711' };

  test('says where the system is and who calls', async () => {
    await using byKey = VergeOSClient.fromEnvironment(login);
    await using byPassword = VergeOSClient.fromEnvironment(
      {
        VERGE_HOST: ' vergeos.example ',
        VERGE_USERNAME: 'admin',
        VERGE_PASSWORD: 'p',
        VERGE_VERIFY_SSL: 'false',
        VERGE_CERT_SHA256: 'ab'.repeat(32),
      },
      { timeoutMs: 5_000 },
    );
    expect([byKey.origin, byPassword.origin]).toEqual(['https://vergeos.example:8443', 'https://vergeos.example']);
  });

  test.each([
    [{ VERGE_HOST: undefined }, /VERGE_HOST/],
    [{ VERGE_TOKEN: '' }, /VERGE_TOKEN to an API key, or VERGE_USERNAME/],
    [{ VERGE_TOKEN: '', VERGE_USERNAME: 'admin' }, /VERGE_PASSWORD/],
    [{ VERGE_VERIFY_SSL: 'false' }, /VERGE_CERT_SHA256/],
    [{ VERGE_CERT_SHA256: 'canary-4711' }, ConfigurationError],
  ])('is refused where it says %j, without repeating a value', (differences, fault) => {
    const open = (): VergeOSClient => VergeOSClient.fromEnvironment({ ...login, ...differences });
    expect(open).toThrow(fault);
    expect(() => open()).not.toThrow(/canary/);
  });
});

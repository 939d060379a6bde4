import { ConfigurationError } from '@keyrack/http';
import { describe, expect, test } from 'vitest';
import { readEnvironment, serversInEnvironment } from './environment.ts';

const pin = 'AB'.repeat(32);
const apiUrl = 'https://192.0.2.1:1234/canary-prefix';
const green = `\u001b[1;32m{"apiUrl":"${apiUrl}","certSha256":"${pin}"}\u001b[0m`;

describe('the environment', () => {
  test.each([
    ['two variables', { OUTLINE_API_URL: apiUrl, OUTLINE_CERT_SHA256: pin.toLowerCase() }],
    ["the installer's coloured line", { OUTLINE_ACCESS: `\n${green}\n` }],
    ['the text of access.txt', { OUTLINE_ACCESS: `certSha256:${pin}\napiUrl:${apiUrl}\n` }],
  ])('says how to reach a server in %s', (_, environment) => {
    const { apiUrl: found, certSha256 } = readEnvironment(environment);
    expect([found.reveal(), certSha256]).toEqual([apiUrl, pin]);
  });

  test('says it of several servers, each under its name', () => {
    const environment = {
      OUTLINE_PARIS_2_API_URL: apiUrl,
      OUTLINE_PARIS_2_CERT_SHA256: pin,
      OUTLINE_BERLIN_ACCESS: green,
      OUTLINE_API_URL: apiUrl,
      PATH: '/',
    };
    expect(serversInEnvironment(environment)).toEqual(['berlin', 'paris_2']);
    for (const name of ['berlin', 'paris_2', 'Paris-2']) expect(readEnvironment(environment, name).certSha256).toBe(pin);
  });

  test.each([
    {},
    { OUTLINE_API_URL: apiUrl },
    { OUTLINE_CERT_SHA256: pin },
    { OUTLINE_API_URL: apiUrl, OUTLINE_CERT_SHA256: 'canary' },
    { OUTLINE_API_URL: apiUrl, OUTLINE_ACCESS: green },
    { OUTLINE_ACCESS: 'canary' },
  ])('that is incomplete is refused without its values: %o', (environment) => {
    expect(() => readEnvironment(environment)).toThrow(ConfigurationError);
    expect(() => readEnvironment(environment)).not.toThrow(/canary/);
  });
});

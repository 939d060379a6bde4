import { describe, expect, test } from 'vitest';
import { AuthPIClient, ConfigurationError } from './index.ts';
import { readEnvironment } from './environment.ts';

const pair = { AUTHPI_KEY_ID: 'key_1', AUTHPI_KEY_SECRET: 'canary' };

describe('the environment', () => {
  test.each([
    [pair, { apiKey: { id: 'key_1', secret: 'canary' } }],
    [
      { AUTHPI_ACCESS_TOKEN: ' t ', AUTHPI_ACCOUNT_ID: 'acc_1', PATH: '/' },
      { accessToken: 't', accountId: 'acc_1' },
    ],
    [
      { ...pair, AUTHPI_ACCESS_TOKEN: '', AUTHPI_BASE_URL: 'http://127.0.0.1:1' },
      { apiKey: { id: 'key_1', secret: 'canary' }, baseUrl: 'http://127.0.0.1:1' },
    ],
  ])('says who calls, and where: %j', (environment, expected) => {
    expect(readEnvironment(environment)).toEqual(expected);
    expect(String(AuthPIClient.fromEnvironment(environment, { baseUrl: 'https://a.example' }))).toMatch(/^AuthPIClient\(.*, open\)$/);
  });

  test.each([{}, { AUTHPI_KEY_ID: 'canary' }, { AUTHPI_KEY_SECRET: 'canary' }, { ...pair, AUTHPI_ACCESS_TOKEN: 'canary' }])(
    'that is incomplete is refused without its values: %o',
    (environment) => {
      expect(() => readEnvironment(environment)).toThrow(ConfigurationError);
      expect(() => readEnvironment(environment)).not.toThrow(/canary/);
    },
  );
});

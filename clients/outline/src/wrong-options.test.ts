import { ConfigurationError } from '@keyrack/http';
import { describe, expect, test } from 'vitest';
import { OutlineClient } from './index.ts';
import type { OutlineClientOptions } from './index.ts';

const apiUrl = 'https://203.0.113.5:1/secret-path';

describe('a wrong option is refused before anything is sent', () => {
  test.each<[string, unknown]>([
    ['options', undefined],
    ['apiUrl', {}],
    ['apiUrl', { apiUrl: 5 }],
    ['"timeoutMs"', { apiUrl, timeout: 5 }],
    ['"certSha256"', { apiUrl, certSHA256: 'x' }],
    ['"baseUrl"', { apiUrl, baseUrl: 'https://elsewhere.example' }],
  ])('when a client is made: %s', (words, options) => {
    const make = (): unknown => new OutlineClient(options as OutlineClientOptions);
    expect(make).toThrow(ConfigurationError);
    expect(make).toThrow(words);
  });

  test.each<[string, object | null]>([
    ['signal', { signal: 5 }],
    ['"timeoutMs"', { timeoutMS: 5 }],
    ['object', null],
  ])('when a call is made: %s', async (words, options) => {
    const sent: unknown[] = [];
    const send = (request: unknown): Promise<never> => Promise.reject(new Error(String(sent.push(request))));
    await using client = new OutlineClient({ apiUrl, transport: { honours: [], send, close: () => Promise.resolve() }, retries: false });
    // Past the types, as JavaScript does it.
    const given = options as { readonly timeoutMs?: number };
    for (const call of [client.server.get(given), client.healthCheck(given), client.serverSummary(given)]) {
      const error: unknown = await call.catch((caught: unknown) => caught);
      expect(error).toBeInstanceOf(ConfigurationError);
      expect(String(error)).toContain(words);
    }
    await expect(client.server.get({ raw: 'yes' } as never)).rejects.toThrow('raw must be');
    expect([sent, client.isHealthy]).toEqual([[], true]);
  });
});

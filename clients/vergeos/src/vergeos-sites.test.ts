import { ConfigurationError } from '@keyrack/http';
import type { Transport } from '@keyrack/http';
import { describe, expect, test } from 'vitest';
import { AuthenticationError, VergeOSSites } from './index.ts';

/** A site that answers everything alike. */
const site = (host: string, status: number, body: object) => {
  const text = new TextEncoder().encode(JSON.stringify(body));
  const transport: Transport = {
    honours: [],
    send: async () => ({ status, headers: { 'content-type': 'application/json' }, body: text }),
    close: async () => undefined,
  };
  return { host, apiKey: 'k', transport, retries: false } as const;
};

describe('several sites', () => {
  test('answer for themselves: one that fails keeps no other from answering', async () => {
    await using sites = new VergeOSSites({
      berlin: site('berlin.example', 200, { cloud_name: 'b' }),
      paris: site('paris.example', 401, { err: 'Login required' }),
    });
    const { berlin, paris } = await sites.each((client) => client.system.get());
    expect(berlin).toEqual({ kind: 'done', value: { version: null, osVersion: null, cloudName: 'b' } });
    expect(paris).toMatchObject({ kind: 'failed', error: expect.any(AuthenticationError) });
    expect(await sites.each(async (client, name) => `${name} ${client.origin}`)).toEqual({
      berlin: { kind: 'done', value: 'berlin https://berlin.example' },
      paris: { kind: 'done', value: 'paris https://paris.example' },
    });
  });

  test('are found by their names, and closed together', async () => {
    const sites = new VergeOSSites({ berlin: site('berlin.example', 200, {}) });
    expect(sites.names).toEqual(['berlin']);
    expect(() => sites.site('paris' as 'berlin')).toThrow(ConfigurationError);
    const client = sites.site('berlin');
    await sites.close();
    expect(String(client)).toContain('closed');
  });

  test('are not opened with wrong options', () => {
    expect(() => new VergeOSSites({ berlin: { host: '' } })).toThrow(ConfigurationError);
  });
});

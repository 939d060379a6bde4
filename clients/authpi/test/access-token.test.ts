import { setTimeout } from 'node:timers/promises';
import { startAuthPIEmulator } from '@keyrack/emulators';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AuthenticationError, AuthPIClient, ClosedClientError, ConfigurationError } from '../src/index.ts';
import type { RenewedToken } from '../src/index.ts';
import { failureOf } from './support/failure-of.ts';
import { json, RecordingServer, refusal } from './support/recording-server.ts';

const emulator = await startAuthPIEmulator();
const { accountId } = emulator;
const opened: AuthPIClient[] = [];
const connect = (baseUrl: string, accessToken: string, onTokenExpired?: () => Promise<RenewedToken>): AuthPIClient => {
  const renewal = onTokenExpired === undefined ? {} : { onTokenExpired };
  const client = new AuthPIClient({ baseUrl, accessToken, accountId, retries: { delayMs: 5 }, ...renewal });
  opened.push(client);
  return client;
};
const newToken = (): string => emulator.newAccessToken({ accountIds: [accountId] });
const expired = refusal('session_expired');
/** Takes the token `new` and no other. */
const strictServer = (): Promise<RecordingServer> =>
  RecordingServer.start(({ headers }, response) => {
    if (headers.authorization === 'Bearer new') json(response, 200, { data: { id: 'key_2' } });
    else json(response, 401, expired);
  });

beforeEach(() => emulator.reset());
afterEach(async () => {
  for (const client of opened.splice(0)) await client.close();
});
afterAll(() => emulator.close());

describe('an access token that has expired', () => {
  test('is renewed once for all calls that meet this, and each of them is sent once more', async () => {
    const old = newToken();
    let renewals = 0;
    const client = connect(emulator.url, old, async () => {
      renewals += 1;
      return { accessToken: newToken() };
    });
    await client.apiKeys.list();
    emulator.clock.advance(365 * 86_400_000);
    const pages = await Promise.all(Array.from({ length: 10 }, () => client.apiKeys.list()));
    expect(pages.every(({ data }) => data.length === 1)).toBe(true);
    expect(renewals).toBe(1);
  });

  test('is renewed once although its renewal takes long', async () => {
    await using server = await strictServer();
    const renewal = Promise.withResolvers<RenewedToken>();
    let renewals = 0;
    const client = connect(server.url, 'old', () => {
      renewals += 1;
      return renewal.promise;
    });
    const calls = Array.from({ length: 5 }, () => client.apiKeys.get('key_2'));
    while (server.seen.length < 5) await setTimeout(1);
    await setTimeout(20);
    renewal.resolve({ accessToken: 'new' });
    await Promise.all(calls);
    expect([renewals, server.seen.length]).toEqual([1, 10]);
  });

  test('is not renewed for a 401 that is not in the words of the service: the write may have been made', async () => {
    await using server = await RecordingServer.start((_, response) => {
      response.writeHead(401, { 'content-type': 'text/html' }).end('<html>');
    });
    let renewals = 0;
    const client = connect(server.url, 'old', async () => ({ accessToken: `next-${(renewals += 1)}` }));
    expect(await failureOf(client.apiKeys.update('key_2', { name: 'x' }))).toMatchObject({ status: 401, outcome: 'unknown' });
    expect([renewals, server.seen.length]).toEqual([0, 1]);
  });

  test('is not renewed again for a call that hears of it late', async () => {
    const waiting: (() => void)[] = [];
    await using server = await RecordingServer.start(({ line, headers }, response) => {
      if (headers.authorization === 'Bearer new') return json(response, 200, { data: { id: 'key_2' } });
      if (!line.endsWith('/late')) return json(response, 401, expired);
      return waiting.push(() => json(response, 401, expired));
    });
    let renewals = 0;
    const client = connect(server.url, 'old', async () => {
      renewals += 1;
      return { accessToken: 'new' };
    });
    const late = client.apiKeys.get('late');
    while (waiting.length === 0) await setTimeout(1);
    await client.apiKeys.get('key_2');
    waiting[0]?.();
    await late;
    expect(renewals).toBe(1);
    await client.apiKeys.get('key_2');
    expect(server.seen.at(-1)?.headers.authorization).toBe('Bearer new');
  });

  test('lets a write be sent again as it was, since nothing was done', async () => {
    await using server = await strictServer();
    const client = connect(server.url, 'old', async () => ({ accessToken: 'new' }));
    await client.apiKeys.block('key_2', { body: { reason: 'x' } });
    await client.apiKeys.update('key_2', { name: 'y' });
    expect(server.seen.map(({ line, body }) => [line.slice(0, 5), body])).toEqual([
      ['POST ', '{"reason":"x"}'],
      ['POST ', '{"reason":"x"}'],
      ['PATCH', '{"name":"y"}'],
    ]);
    const [first, second] = server.values('idempotency-key');
    expect(first).toBe(second);
  });

  test('is renewed once a call and not for ever', async () => {
    await using server = await RecordingServer.start((_, response) => json(response, 401, expired));
    let renewals = 0;
    const client = connect(server.url, 'old', async () => ({ accessToken: `next-${(renewals += 1)}` }));
    expect(await failureOf(client.apiKeys.get('key_2'))).toBeInstanceOf(AuthenticationError);
    expect([renewals, server.seen.length]).toEqual([1, 2]);
  });

  test('fails the call when the renewal fails, in its own words, and is renewed anew by the next', async () => {
    await using server = await strictServer();
    let renewals = 0;
    const client = connect(server.url, 'old', async () => {
      renewals += 1;
      if (renewals === 1) throw new RangeError('no refresh token');
      return { accessToken: 'new' };
    });
    expect(await failureOf(client.apiKeys.get('a'))).toBeInstanceOf(RangeError);
    await client.apiKeys.get('key_2');
    expect(renewals).toBe(2);
  });

  test('is not replaced by something that is none', async () => {
    await using server = await strictServer();
    for (const renewed of [undefined, {}, { accessToken: '' }, { access_token: 'new' }]) {
      const client = connect(server.url, 'old', async () => renewed as RenewedToken);
      expect(await failureOf(client.apiKeys.get('key_2'))).toBeInstanceOf(ConfigurationError);
    }
  });

  test('is not renewed where there is nothing to renew it with', async () => {
    await using server = await strictServer();
    expect(await failureOf(connect(server.url, 'old').apiKeys.get('key_2'))).toMatchObject({ status: 401, error: 'session_expired' });
    const client = new AuthPIClient({ baseUrl: server.url, accountId, apiKey: { id: 'key_1', secret: 'old' } });
    opened.push(client);
    expect(await failureOf(client.apiKeys.get('key_2'))).toBeInstanceOf(AuthenticationError);
    expect(server.values('authorization').at(-1)).toMatch(/^Basic /);
    expect(server.seen).toHaveLength(2);
  });

  test('lets one call give up waiting for its renewal, and the others go on', async () => {
    await using server = await strictServer();
    const renewal = Promise.withResolvers<RenewedToken>();
    const client = connect(server.url, 'old', () => renewal.promise);
    const controller = new AbortController();
    const [impatient, patient] = [failureOf(client.apiKeys.get('a', { signal: controller.signal })), client.apiKeys.get('b')];
    while (server.seen.length < 2) await setTimeout(1);
    controller.abort();
    expect(await impatient).toMatchObject({ name: 'AbortError', outcome: 'not-applied' });
    renewal.resolve({ accessToken: 'new' });
    expect((await patient).id).toBe('key_2');
  });

  test('does not open a client again that was closed meanwhile', async () => {
    await using server = await strictServer();
    const renewal = Promise.withResolvers<RenewedToken>();
    const client = connect(server.url, 'old', () => renewal.promise);
    const attempt = failureOf(client.apiKeys.get('key_2'));
    while (server.seen.length === 0) await setTimeout(1);
    await setTimeout(20);
    await client.close();
    renewal.resolve({ accessToken: 'new' });
    expect(await attempt).toBeInstanceOf(ClosedClientError);
    expect(server.seen).toHaveLength(1);
  });
});

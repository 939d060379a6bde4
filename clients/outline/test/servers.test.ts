import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { ConfigurationError, ConnectionError, OutlineClient, OutlineServers } from '../src/index.ts';
import { connectToFresh } from './support/connect.ts';

test('several servers answer each for itself, and one that is away takes nothing from the others', async () => {
  await using berlin = await connectToFresh();
  await using paris = await connectToFresh();
  const servers = OutlineServers.fromEnvironment(
    {
      OUTLINE_BERLIN_API_URL: berlin.emulator.apiUrl,
      OUTLINE_BERLIN_CERT_SHA256: berlin.emulator.certSha256,
      OUTLINE_PARIS_ACCESS: paris.emulator.accessText,
    },
    { retries: false },
  );
  expect(servers.names).toEqual(['berlin', 'paris']);
  await servers.get('berlin').server.rename('Berlin');
  await paris.emulator.crash();
  const results = await servers.ask((outline) => outline.server.get());
  expect(results).toMatchObject([
    { server: 'berlin', kind: 'done', value: { name: 'Berlin' } },
    { server: 'paris', kind: 'failed', error: { outcome: 'not-applied' } },
  ]);
  expect(results[1]?.kind === 'failed' && results[1].error).toBeInstanceOf(ConnectionError);
  const summaries = await servers.summaries();
  expect([summaries.get('berlin')?.healthy, summaries.get('paris')?.healthy]).toEqual([true, false]);
  await paris.emulator.restart();
  for (const { emulator } of [berlin, paris]) expect(inspect(servers)).not.toContain(emulator.apiUrl.slice(emulator.origin.length + 1));
  await servers.close();
  expect((await servers.ask((outline) => outline.server.get())).map(({ kind }) => kind)).toEqual(['failed', 'failed']);
});

test('takes clients, options and access files, and names the server whose option is wrong', async () => {
  await using berlin = await connectToFresh();
  const { accessText, apiUrl, certSha256 } = berlin.emulator;
  await using servers = new OutlineServers({ a: OutlineClient.fromAccessFile(accessText), b: { apiUrl, certSha256 } });
  expect((await servers.ask((outline) => outline.healthCheck())).map(({ kind }) => kind)).toEqual(['done', 'done']);
  await using fromFiles = OutlineServers.fromAccessFiles({ c: accessText });
  expect(fromFiles.get('c').origin).toBe(berlin.emulator.origin);
  expect(() => fromFiles.get('canary')).toThrow(/known are: c/);
  expect(() => new OutlineServers({ rome: { apiUrl: 'http://192.0.2.1/canary' } })).toThrow(/the server "rome": apiUrl is wrong/);
  expect(() => new OutlineServers({ rome: { apiUrl: 'canary' } })).toThrow(ConfigurationError);
  const defect = new TypeError('a defect of the caller');
  await expect(servers.ask(() => Promise.reject(defect))).rejects.toBe(defect);
});

test('a client is made from the environment', async () => {
  await using berlin = await connectToFresh();
  await using outline = OutlineClient.fromEnvironment({
    OUTLINE_ACCESS: `\u001b[32m${JSON.stringify({ apiUrl: berlin.emulator.apiUrl, certSha256: berlin.emulator.certSha256 })}\u001b[0m`,
  });
  expect(await outline.healthCheck()).toBe(true);
  expect(() => OutlineClient.fromEnvironment({})).toThrow(/OUTLINE_API_URL/);
});

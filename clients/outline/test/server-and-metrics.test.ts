import { expect, test } from 'vitest';
import {
  ConfigurationError,
  ConflictError,
  InvalidArgumentError,
  NoMetricsError,
  OutlineClient,
  RouteNotFoundError,
  ServerFailureError,
} from '../src/index.ts';
import { connectToFresh, failureOf } from './support/connect.ts';

test('the settings of a server are set, and read back', async () => {
  await using connected = await connectToFresh();
  const { server } = connected.outline;
  await server.rename('Office 😀');
  await server.setHostnameForAccessKeys('vpn.example.com');
  await server.setPortForNewAccessKeys(443);
  await server.setDefaultDataLimit({ bytes: 100e9 });
  expect(await server.get()).toMatchObject({
    name: 'Office 😀',
    hostnameForAccessKeys: 'vpn.example.com',
    portForNewAccessKeys: 443,
    accessKeyDataLimit: { bytes: 100e9 },
  });
  await server.removeDefaultDataLimit();
  await server.removeDefaultDataLimit();
  expect(await server.get()).not.toHaveProperty('accessKeyDataLimit');
});

test('what no server takes is not sent, and what this one refuses is told', async () => {
  await using connected = await connectToFresh();
  const { server } = connected.outline;
  const wrong = [
    () => server.rename(''),
    () => server.rename('x'.repeat(101)),
    () => server.setHostnameForAccessKeys(''),
    () => server.setHostnameForAccessKeys('https://vpn.example.com'),
    () => server.setHostnameForAccessKeys('[2001:db8::1]'),
    () => server.setHostnameForAccessKeys('vpn.example.com/x'),
    () => server.setPortForNewAccessKeys(0),
    () => server.setPortForNewAccessKeys(65_536),
    () => server.setPortForNewAccessKeys('443' as never),
    () => server.setDefaultDataLimit({ bytes: -1 }),
    () => server.setDefaultDataLimit({} as never),
    () => server.setDefaultDataLimit(7_000 as never),
    () => connected.outline.metrics.setSharing('true' as never),
    () => connected.outline.metrics.server(' '),
    () => connected.outline.metrics.server(new Date(Date.now() + 60_000)),
  ];
  for (const attempt of wrong) expect(await failureOf(attempt())).toBeInstanceOf(ConfigurationError);
  expect(connected.calls()).toEqual([]);
  expect(await failureOf(server.setHostnameForAccessKeys('vpn.example.com:443'))).toBeInstanceOf(InvalidArgumentError);
  expect(await failureOf(server.setPortForNewAccessKeys(9_090))).toBeInstanceOf(ConflictError);
});

test('a setting is sent again after a lost answer', async () => {
  await using connected = await connectToFresh();
  connected.emulator.faults.add({ method: 'PUT', effect: { kind: 'close', when: 'after' } });
  await connected.outline.server.rename('once');
  expect(connected.calls()).toEqual(['PUT /name null', 'PUT /name 204']);
});

test('sharing of metrics is read and set', async () => {
  await using connected = await connectToFresh();
  const { metrics } = connected.outline;
  expect(await metrics.isSharing()).toBe(false);
  await metrics.setSharing(true);
  expect(await metrics.isSharing()).toBe(true);
  expect(await metrics.isSharing({ raw: true })).toEqual({ metricsEnabled: true });
});

test('a fresh server has no figures, and that is explained', async () => {
  await using connected = await connectToFresh();
  const { metrics } = connected.outline;
  const failure = await failureOf(metrics.server('24h'));
  expect(failure).toBeInstanceOf(NoMetricsError);
  expect(failure).toBeInstanceOf(ServerFailureError);
  expect(String(failure)).toMatch(/no traffic in this window.*5 minutes.*Prometheus/);
  expect(await metrics.transfer()).toEqual({ bytesTransferredByUserId: {} });
  // Another failure of the same call keeps its own words.
  connected.emulator.faults.add({
    effect: {
      kind: 'status',
      when: 'before',
      status: 500,
      body: '{"code":"Internal","message":"TypeError: x"}',
      headers: { 'content-type': 'application/json' },
    },
  });
  const other = await failureOf(metrics.server('24h'));
  expect(other).toBeInstanceOf(ServerFailureError);
  expect(other).not.toBeInstanceOf(NoMetricsError);
});

test.each(['1h', '3d', '0.5h'])('a window of %s is sent as whole seconds and read', async (since) => {
  await using connected = await connectToFresh();
  const { id } = await connected.outline.accessKeys.create();
  connected.emulator.feedTraffic({ keyId: id, bytes: 5_000, tunnelSeconds: 60 });
  const { server, accessKeys } = await connected.outline.metrics.server(since);
  expect(server.bytes).toBeGreaterThan(4_900);
  expect(accessKeys).toMatchObject([{ accessKeyNumber: 0 }]);
  expect(accessKeys[0]?.lastTrafficAtMs).toBeGreaterThan(Date.now() - 600_000);
  expect(await connected.outline.metrics.server(new Date(Date.now() - 7_200_000), { raw: true })).toHaveProperty('server.bandwidth');
});

test('a health check asks the server, remembers, and never throws', async () => {
  await using connected = await connectToFresh({ retries: false });
  const { outline, emulator } = connected;
  expect(outline.isHealthy).toBe(true);
  expect(await outline.healthCheck()).toBe(true);
  await emulator.crash();
  expect(await outline.healthCheck()).toBe(true);
  expect(await outline.healthCheck({ force: true, timeoutMs: 1_000 })).toBe(false);
  expect(outline.isHealthy).toBe(false);
  await emulator.restart();
  expect(await outline.healthCheck({ force: true })).toBe(true);
});

test('a summary tells what could be read, whatever could not, and never throws', async () => {
  await using connected = await connectToFresh({ retries: false });
  const { outline, emulator } = connected;
  await outline.accessKeys.createMany([{}, {}, {}]);
  const fresh = await outline.serverSummary();
  expect(fresh).toMatchObject({ accessKeysCount: 3, healthy: true, error: null, experimentalMetrics: null });
  expect(fresh.transferMetrics?.bytesTransferredByUserId).toEqual({});
  emulator.feedTraffic({ keyId: '0', bytes: 100 });
  emulator.clock.advance(600_000);
  const used = await outline.serverSummary({ metricsSince: '1h' });
  expect(used.server?.metricsEnabled).toBe(false);
  expect(used.transferMetrics?.bytesTransferredByUserId['0']).toBe(100);
  expect(used.experimentalMetrics?.accessKeys).toHaveLength(1);
  emulator.setPrometheus('down');
  expect(await outline.serverSummary()).toMatchObject({ healthy: true, transferMetrics: null });
  const stranger = new OutlineClient({ apiUrl: `${outline.origin}/wrong-prefix-wrong`, certSha256: emulator.certSha256 });
  const misdirected = await stranger.serverSummary();
  expect(misdirected).toMatchObject({ server: null, accessKeysCount: null, healthy: false });
  expect(misdirected.error).toBeInstanceOf(RouteNotFoundError);
  await stranger.close();
  expect(await stranger.serverSummary()).toMatchObject({ healthy: false, error: { code: 'client-closed' } });
});

import { describe, expect, test } from 'vitest';
import { dataLimitUsage, matchKeyMetrics } from './key-metrics.ts';
import { decodeServerMetrics } from './server-metrics.ts';

const entry = (accessKeyId: number | null, bytes: number, lastTrafficSeen: number | null = null): unknown => ({
  accessKeyId,
  dataTransferred: { bytes },
  tunnelTime: { seconds: 64.94999999999999 },
  connection: { lastTrafficSeen, peakDeviceCount: { data: 2, timestamp: 1_700_000_000 } },
});

describe('the metrics of a server', () => {
  test('are read as real servers send them: fractions, nulls, missing places', () => {
    const metrics = decodeServerMetrics({
      server: {
        tunnelTime: { seconds: 12.5 },
        dataTransferred: { bytes: 6_049.25 },
        bandwidth: { current: { data: { bytes: 1.5 }, timestamp: 1_700_000_000.25 }, peak: { data: { bytes: 0 }, timestamp: null } },
        locations: [{ asn: null, asOrg: null, dataTransferred: { bytes: 1 }, tunnelTime: { seconds: 2 } }, null],
      },
      accessKeys: [entry(1, 100, 1_700_000_001.5), entry(null, 5)],
      more: 1,
    });
    expect(metrics.server).toEqual({
      bytes: 6_049.25,
      tunnelSeconds: 12.5,
      currentBandwidth: { bytesPerSecond: 1.5, atMs: 1_700_000_000_250 },
      peakBandwidth: { bytesPerSecond: 0, atMs: null },
      locations: [{ bytes: 1, tunnelSeconds: 2, location: null, asn: null, asOrganization: null }],
    });
    expect(metrics.accessKeys[0]).toMatchObject({ accessKeyNumber: 1, lastTrafficAtMs: 1_700_000_001_500, peakDeviceCount: 2 });
    expect(metrics.accessKeys[1]).toMatchObject({ accessKeyNumber: null, lastTrafficAtMs: null });
  });

  test('of other releases are read as far as they go', () => {
    expect(decodeServerMetrics({ server: [{ location: 'US' }], accessKeys: null })).toMatchObject({
      server: { bytes: 0, locations: [] },
      accessKeys: [],
    });
    const [key] = decodeServerMetrics({ accessKeys: [{ accessKeyId: 1, connection: { lastConnected: 5 } }] }).accessKeys;
    expect(key?.lastTrafficAtMs).toBe(5_000);
  });

  test('belong to a key only where no other key can be meant', () => {
    const metrics = decodeServerMetrics({
      accessKeys: [entry(0, 1), entry(7, 2), entry(12, 3), entry(12, 4), entry(9, 5), entry(null, 6), entry(3, 7)],
    });
    const matched = matchKeyMetrics(metrics, ['0', '7', '12', '9', '9 lives', 'alice', '03', '88']);
    expect([...matched].map(([id, { bytes }]) => [id, bytes])).toEqual([
      ['0', 1],
      ['7', 2],
    ]);
  });

  test('belong to an id of sixteen digits as long as a number holds it exactly', () => {
    const metrics = decodeServerMetrics({ accessKeys: [entry(4_020_317_784_102_578, 1), entry(9_007_199_254_740_992, 2)] });
    const matched = matchKeyMetrics(metrics, ['4020317784102578', '9007199254740993']);
    expect([...matched.keys()]).toEqual(['4020317784102578']);
  });
});

describe('the usage of a data limit', () => {
  const transfer = { bytesTransferredByUserId: { '0': 60, '1': 100 } };

  test("is that of the key's own limit, else of the server's default", () => {
    expect(dataLimitUsage({ id: '0', dataLimit: { bytes: 80 } }, { accessKeyDataLimit: { bytes: 10 } }, transfer)).toEqual({
      limitBytes: 80,
      usedBytes: 60,
      remainingBytes: 20,
      isReached: false,
    });
    expect(dataLimitUsage({ id: '1' }, { accessKeyDataLimit: { bytes: 100 } }, transfer)).toMatchObject({
      remainingBytes: 0,
      isReached: true,
    });
  });

  test('of a key without traffic or without a limit is nothing, and a limit of 0 is reached at once', () => {
    expect(dataLimitUsage({ id: '2' }, {}, transfer)).toEqual({ limitBytes: null, usedBytes: 0, remainingBytes: null, isReached: false });
    expect(dataLimitUsage({ id: '2', dataLimit: { bytes: 0 } }, {}, transfer).isReached).toBe(true);
  });
});

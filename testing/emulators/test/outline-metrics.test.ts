import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OutlineEmulator } from '../src/index.ts';
import { startOutlineEmulator } from '../src/index.ts';
import type { ServerMetrics } from '../src/outline/server-metrics.ts';
import { ask } from './ask.ts';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
/** A multiple of the 300 s in which windows are walked, and a little. */
const startMs = Date.parse('2026-11-21T12:00:00Z') + 100_250;

describe('usage figures of an Outline server', () => {
  let outline: OutlineEmulator;
  beforeEach(async () => {
    outline = await startOutlineEmulator({ startAtMs: startMs });
    outline.clock.set(startMs);
    outline.clock.freeze(true);
    outline.clock.set(startMs);
  });
  afterEach(() => outline.close());

  const transfer = async () => (await ask(outline, 'GET /metrics/transfer')).json.bytesTransferredByUserId;
  const metrics = (since: string) => ask(outline, `GET /experimental/server/metrics?since=${since}`);
  const read = async (since: string) => {
    const { status, body } = await metrics(since);
    expect(status).toBe(200);
    return JSON.parse(body) as ServerMetrics;
  };
  const noTraffic = { code: 'InternalServer', message: '' };

  describe('transfer', () => {
    it('is empty at first and leaves out ids without traffic', async () => {
      await ask(outline, 'PUT /access-keys/idle', { body: {} });
      expect(await transfer()).toEqual({});
      outline.feedTraffic({ keyId: '0', bytes: 10 }, { keyId: '0', bytes: 5 }, { keyId: 'x', bytes: 0 });
      expect(await transfer()).toEqual({ 0: 15 });
    });

    it('has deleted keys and, under the empty id, unauthenticated traffic', async () => {
      outline.feedTraffic({ keyId: 'gone', bytes: 3 }, { keyId: '', bytes: 2 }, { keyId: 'alice', bytes: 1 });
      expect((await ask(outline, 'GET /metrics/transfer')).body).toBe('{"bytesTransferredByUserId":{"alice":1,"gone":3,"":2}}');
    });

    it('slides over thirty days, and so goes down', async () => {
      outline.feedTraffic({ keyId: 'a', bytes: 5 });
      outline.clock.advance(dayMs);
      outline.feedTraffic({ keyId: 'a', bytes: 7 });
      outline.clock.advance(29 * dayMs - 1);
      expect(await transfer()).toEqual({ a: 12 });
      outline.clock.advance(1);
      expect(await transfer()).toEqual({ a: 7 });
      outline.clock.advance(dayMs);
      expect(await transfer()).toEqual({});
    });

    it('goes up and down between two calls when estimates are to fluctuate', async () => {
      outline.feedTraffic({ keyId: 'a', bytes: 6474 });
      outline.setEstimates('fluctuating');
      expect([await transfer(), await transfer(), await transfer()]).toEqual([{ a: 6474 }, { a: 6049 }, { a: 6474 }]);
    });

    it('works whether or not metrics are shared', async () => {
      outline.feedTraffic({ keyId: 'a', bytes: 5 });
      await ask(outline, 'PUT /metrics/enabled', { body: { metricsEnabled: true } });
      expect(await transfer()).toEqual({ a: 5 });
    });
  });

  describe('the range of server metrics', () => {
    beforeEach(() => {
      outline.feedTraffic({ keyId: '0', bytes: 1, atMs: startMs - 10 * minuteMs });
    });

    it.each(['1m', '10', '1H', '1D', 'abc', 'xh', '2026-11-21T00:00:00Z', '1y', '1h2'])('is refused as %s', async (since) => {
      const { status, json } = await metrics(since);
      expect([status, json]).toEqual([400, { code: 'InvalidArgument', message: `Invalid time range: ${since}` }]);
    });

    it('must be given, and once', async () => {
      for (const path of ['/experimental/server/metrics', '/experimental/server/metrics?since=']) {
        expect((await ask(outline, `GET ${path}`)).json).toEqual({ code: 'MissingParameter', message: 'Parameter `since` is missing' });
      }
      expect((await metrics('1h&since=2h')).json.message).toBe('Invalid time range: 1h,2h');
    });

    it.each(['h', '0h', '-1h', '99999w', 'Infinityh', '0.001h', '39d'])('fails as %s', async (since) => {
      const { status, json } = await metrics(since);
      expect([status, json]).toEqual([500, noTraffic]);
    });

    it.each(['1h', '1.5h', '1e3s', '0x10h', '%201h', '1d', '4w', '38d'])('may be %s', async (since) => {
      expect((await metrics(since)).status).toBe(200);
    });
  });

  describe('server metrics', () => {
    it('have every figure with its name, and fractions', async () => {
      outline.feedTraffic(
        { keyId: '0', bytes: 3_000, tunnelSeconds: 150, location: 'US', asn: 15_169, asOrg: 'Google LLC' },
        { keyId: 'alice', bytes: 6_000, tunnelSeconds: 450 },
      );
      const factor = 300 / 299;
      const step = Math.ceil(startMs / 300_000) * 300;
      const now = startMs / 1_000;
      const found = await read('1h');
      const shown = JSON.parse(JSON.stringify(found)) as unknown;
      const bandwidth = { data: { bytes: expect.closeTo((9_000 * factor) / 300, 6) as number } };
      expect(shown).toEqual({
        server: {
          tunnelTime: { seconds: expect.closeTo((600 * 3_600) / 3_599, 6) as number },
          dataTransferred: { bytes: expect.closeTo(9_000 * factor, 6) as number },
          // The current step ends in the future, the peak is never later than now.
          bandwidth: { current: { ...bandwidth, timestamp: step }, peak: { ...bandwidth, timestamp: now } },
          locations: [
            {
              location: 'US',
              asn: 15_169,
              asOrg: 'Google LLC',
              dataTransferred: { bytes: expect.closeTo(3_000 * factor, 6) as number },
              tunnelTime: { seconds: expect.closeTo((150 * 3_600) / 3_599, 6) as number },
            },
            {
              asn: null,
              asOrg: null,
              dataTransferred: { bytes: expect.closeTo(6_000 * factor, 6) as number },
              tunnelTime: { seconds: expect.closeTo((450 * 3_600) / 3_599, 6) as number },
            },
          ],
        },
        accessKeys: [
          {
            accessKeyId: 0,
            dataTransferred: { bytes: expect.closeTo(3_000 * factor, 6) as number },
            tunnelTime: { seconds: expect.closeTo(150 * factor, 6) as number },
            connection: { lastTrafficSeen: now, peakDeviceCount: { data: 1, timestamp: now } },
          },
          {
            accessKeyId: null,
            dataTransferred: { bytes: expect.closeTo(6_000 * factor, 6) as number },
            tunnelTime: { seconds: expect.closeTo(450 * factor, 6) as number },
            connection: { lastTrafficSeen: now, peakDeviceCount: { data: 2, timestamp: now } },
          },
        ],
      });
    });

    it('read ids as numbers: twice 12, and null for all without a digit in front', async () => {
      for (const keyId of ['', 'alice', '12abc', '12', 'gone', '0']) outline.feedTraffic({ keyId, bytes: 1 });
      expect((await metrics('1h')).body.match(/"accessKeyId":[^,]*/g)).toEqual(
        [0, 12, 12, null, null, null].map((id) => `"accessKeyId":${id}`),
      );
    });

    it('sum the window that was asked for and keep idle keys at nothing', async () => {
      outline.feedTraffic({ keyId: '1', bytes: 500, tunnelSeconds: 30, atMs: startMs - 2 * 60 * minuteMs });
      const hour = await read('1h');
      expect(hour.accessKeys).toEqual([
        {
          accessKeyId: 1,
          dataTransferred: { bytes: 0 },
          tunnelTime: { seconds: 0 },
          connection: { lastTrafficSeen: null, peakDeviceCount: { data: 0, timestamp: null } },
        },
      ]);
      expect(hour.server.bandwidth.peak).toEqual({ data: { bytes: 0 }, timestamp: null });
      const day = await read('1d');
      expect(day.server.dataTransferred.bytes).toBeCloseTo((500 * 300) / 299, 6);
      expect(day.accessKeys[0]?.connection.lastTrafficSeen).toBe(Math.ceil((startMs - 7_200_000) / 300_000) * 300);
    });

    it('find the busiest step, the newest of equal ones', async () => {
      for (const [minutesAgo, bytes] of [
        [60, 100],
        [40, 300],
        [20, 300],
        [5, 200],
      ] as const) {
        outline.feedTraffic({ keyId: '1', bytes, atMs: startMs - minutesAgo * minuteMs });
      }
      const { peak, current } = (await read('2h')).server.bandwidth;
      expect(peak.data.bytes).toBeCloseTo(300 / 299, 6);
      expect(peak.timestamp).toBe(Math.ceil((startMs - 20 * minuteMs) / 300_000) * 300);
      expect(current.data.bytes).toBe(0);
    });

    it('are 500 on a server that never carried traffic, and for five minutes more', async () => {
      expect((await metrics('24h')).json).toEqual(noTraffic);
      outline.feedTraffic({ keyId: '0', bytes: 1 });
      expect((await metrics('24h')).json).toEqual(noTraffic);
      expect((await metrics('1h')).status, 'another window').toBe(200);
      outline.clock.advance(5 * minuteMs + 1);
      expect((await metrics('24h')).status).toBe(200);
    });

    it('are 500 when no step of a window that does not divide by 300 s meets the first traffic', async () => {
      // The steps of 1,000 s end 100 s before the rounded end, and that is before this traffic.
      outline.clock.set(startMs + 150_000);
      outline.feedTraffic({ keyId: '0', bytes: 1 });
      expect((await metrics('1e3s')).json).toEqual(noTraffic);
      expect((await metrics('1h')).status).toBe(200);
      outline.clock.advance(5 * minuteMs);
      expect((await metrics('1e3s')).status).toBe(200);
    });

    it('are answered from memory for five minutes, with instants of their own', async () => {
      outline.feedTraffic({ keyId: '0', bytes: 100 });
      const first = await read('1h');
      outline.feedTraffic({ keyId: '0', bytes: 100 });
      outline.clock.advance(10_000);
      const second = await read('%201h');
      expect(second.server.dataTransferred).toEqual(first.server.dataTransferred);
      expect(second.accessKeys[0]?.connection.lastTrafficSeen).toBe((startMs + 10_000) / 1_000);
      outline.clock.advance(5 * minuteMs);
      expect((await read('1h')).server.dataTransferred.bytes).toBeCloseTo((200 * 300) / 299, 6);
    });

    it('answer with zeros in release 1.12.3', async () => {
      await using released = await startOutlineEmulator({ release: '1.12.3' });
      const none = { data: { bytes: 0 }, timestamp: null };
      const { body } = await ask(released, 'GET /experimental/server/metrics?since=24h');
      expect(body).toBe(
        JSON.stringify({
          server: { tunnelTime: { seconds: 0 }, dataTransferred: { bytes: 0 }, bandwidth: { current: none, peak: none }, locations: [] },
          accessKeys: [],
        }),
      );
    });

    it('lose sight of counters that ended with a restart', async () => {
      outline.feedTraffic({ keyId: '0', bytes: 100 });
      outline.clock.advance(2 * 60 * minuteMs);
      await outline.restart();
      outline.clock.advance(2 * 60 * minuteMs);
      expect((await metrics('1h')).json).toEqual(noTraffic);
      expect((await read('1d')).accessKeys).toHaveLength(1);
      expect(await transfer()).toEqual({ 0: 100 });
    });
  });

  describe('without Prometheus', () => {
    it('both fail, but for what is still remembered', async () => {
      outline.feedTraffic({ keyId: '0', bytes: 100 });
      const before = await read('1h');
      outline.setPrometheus('down');
      expect((await ask(outline, 'GET /metrics/transfer')).json).toEqual(noTraffic);
      expect((await metrics('2h')).json).toEqual(noTraffic);
      expect((await read('1h')).server).toEqual(before.server);
      expect((await ask(outline, 'GET /server')).status).toBe(200);
      outline.setPrometheus('up');
      expect(await transfer()).toEqual({ 0: 100 });
    });

    it('both wait as long as it hangs', async () => {
      outline.setPrometheus('hanging');
      const waiting = Promise.all([ask(outline, 'GET /metrics/transfer'), metrics('1h')]);
      await ask(outline, 'GET /server');
      expect(
        outline.accessLog
          .entries()
          .slice(0, 2)
          .map((call) => call.status),
      ).toEqual([null, null]);
      outline.feedTraffic({ keyId: '0', bytes: 100 });
      outline.setPrometheus('up');
      expect((await waiting).map((answer) => answer.status)).toEqual([200, 200]);
    });
  });
});

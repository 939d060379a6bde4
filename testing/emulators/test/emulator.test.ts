import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunningEmulator } from '../src/index.ts';
import { startEmulator } from '../src/kit/emulator.ts';
import { askAt } from './ask.ts';
import { ToySystem } from './toy-system.ts';

describe('an emulator', () => {
  let toy: ToySystem;
  let emulator: RunningEmulator<ReturnType<ToySystem['state']>>;
  beforeEach(async () => {
    toy = new ToySystem();
    emulator = await startEmulator(toy, { keepAliveTimeoutMs: 5_000 });
  });
  afterEach(() => emulator.close());

  const ask = (line: string, body?: unknown) => askAt(emulator.origin, line, { body });
  const count = async (path = '/a') => JSON.parse((await ask(`GET ${path}`)).body) as { readonly count: number };
  const json = async (line: string, body?: unknown): Promise<Readonly<Record<string, unknown>>> => {
    const answer = await ask(line, body);
    return { status: answer.status, ...(JSON.parse(answer.body) as Record<string, unknown>) };
  };
  const inFaults = async (path: string) => {
    await expect.poll(() => emulator.faults.held.map((call) => call.path)).toContain(path);
  };

  describe('controls', () => {
    it('show the state, reset it and have the system`s own beside them', async () => {
      await ask('POST /a');
      expect(await json('GET /_emulator/state')).toMatchObject({ counts: { '/a': 1 } });
      expect(emulator.state()).toEqual({ counts: { '/a': 1 } });
      await ask('POST /_emulator/forget');
      expect(emulator.state()).toEqual({ counts: {} });
      await ask('POST /a');
      emulator.faults.add({ effect: { kind: 'close', when: 'before' } });
      emulator.clock.advance(1_000_000);
      emulator.latencyMs = 60_000;
      expect(await json('POST /_emulator/reset')).toMatchObject({ status: 200 });
      expect(emulator.state()).toEqual({ counts: {} });
      expect(emulator.faults.pending).toEqual([]);
      expect(emulator.accessLog.entries()).toEqual([]);
      expect(emulator.clock.nowMs()).toBeLessThan(Date.now() + 500_000);
      expect(await count()).toMatchObject({ count: 0 });
    });

    it('refuse what they do not know, by name', async () => {
      expect(await json('POST /_emulator/clock', { sett: 1 })).toEqual({
        status: 400,
        error: 'unknown field "sett"; known: set, advance, freeze',
      });
      expect(await json('POST /_emulator/faults', { effect: 'explode' })).toMatchObject({
        status: 400,
        error: expect.stringMatching(/effect.*close/) as string,
      });
      expect(await json('POST /_emulator/faults', { effect: 'truncate', when: 'before' })).toMatchObject({ status: 400 });
      expect(await json('POST /_emulator/reset', '[]')).toMatchObject({ status: 400 });
      expect(await json('POST /_emulator/reset', '{bad')).toMatchObject({ status: 400 });
      expect(await json('POST /_emulator/nope')).toMatchObject({
        status: 404,
        error: expect.stringContaining('POST /_emulator/reset') as string,
      });
    });

    it('set, advance and freeze the clock', async () => {
      await json('POST /_emulator/clock', { set: '2030-01-01T00:00:00Z', freeze: true });
      expect(await json('GET /_emulator/clock')).toMatchObject({ frozen: true });
      await json('POST /_emulator/clock', { set: '2030-01-01T00:00:00Z' });
      expect(await json('POST /_emulator/clock', { advance: '30d' })).toEqual({
        status: 200,
        nowMs: Date.parse('2030-01-31T00:00:00Z'),
        frozen: true,
      });
      expect(await json('POST /_emulator/clock', { advance: 500 })).toMatchObject({ nowMs: Date.parse('2030-01-31T00:00:00.500Z') });
      expect(await json('POST /_emulator/clock', { set: 5, freeze: false })).toMatchObject({ frozen: false });
      expect(await json('POST /_emulator/clock', { advance: 'soon' })).toMatchObject({ status: 400 });
    });

    it('log every call without the credential, and never a body or header', async () => {
      await askAt(emulator.origin, 'POST /secret/a?key=q', { headers: { Authorization: 'canary' }, body: 'canary' });
      await expect(ask('GET /crash')).rejects.toThrow('without an answer');
      await emulator.restart();
      const log = await json('GET /_emulator/log');
      expect(log['calls']).toMatchObject([
        { n: 1, method: 'POST', path: '/a?key=q', status: 200, fault: null },
        { n: 2, path: '/crash', status: null },
      ]);
      expect(JSON.stringify(log)).not.toContain('canary');
      expect((await json('GET /_emulator/log?after=1'))['calls']).toHaveLength(1);
    });

    it('let every call wait', async () => {
      await json('POST /_emulator/latency', { latencyMs: 30 });
      const before = performance.now();
      await ask('GET /a');
      expect(performance.now() - before).toBeGreaterThanOrEqual(29);
    });
  });

  describe('faults', () => {
    it('answer with a status instead of acting, or after it', async () => {
      await json('POST /_emulator/faults', { method: 'POST', path: '/a', effect: 'status', status: 503, body: 'busy' });
      expect(await ask('POST /a')).toMatchObject({ status: 503, body: 'busy' });
      expect(await count()).toMatchObject({ count: 0 });
      await json('POST /_emulator/faults', { effect: 'status', when: 'after', status: 502 });
      expect((await ask('POST /a')).status).toBe(502);
      expect(await count()).toMatchObject({ count: 1 });
    });

    it('answer with headers of their own', async () => {
      const headers = { 'Retry-After': '7', 'Content-Type': 'application/json' };
      await json('POST /_emulator/faults', { effect: 'status', status: 429, body: '{}', headers });
      expect((await ask('GET /a')).headers).toMatchObject({ 'retry-after': '7', 'content-type': 'application/json' });
      expect(await json('POST /_emulator/faults', { effect: 'status', status: 429, headers: { 'Retry-After': 7 } })).toMatchObject({
        status: 400,
        error: '"headers" must be an object with texts',
      });
    });

    it('hold a call that was taken in and has not acted', async () => {
      await json('POST /_emulator/faults', { method: 'POST', effect: 'hold', when: 'during' });
      const held = ask('POST /a');
      await inFaults('/a');
      expect(toy.open).toBe(1);
      expect(await count()).toMatchObject({ count: 0 });
      await json('POST /_emulator/faults/release');
      expect((await held).status).toBe(200);
      expect(toy.open).toBe(0);
      expect(await count()).toMatchObject({ count: 1 });
    });

    it('cut the connection before or after acting', async () => {
      for (const [when, counted] of [
        ['before', 0],
        ['after', 1],
      ] as const) {
        await json('POST /_emulator/faults', { effect: 'close', when });
        await expect(ask('POST /a')).rejects.toThrow('without an answer');
        expect(await count()).toMatchObject({ count: counted });
      }
      expect(emulator.accessLog.entries().map(({ status, fault }) => [status, fault])).toEqual([
        [null, 'close'],
        [200, null],
        [null, 'close'],
        [200, null],
      ]);
    });

    it('break the answer off after it announced its full length', async () => {
      emulator.faults.add({ path: '/a', effect: { kind: 'truncate', bytes: 3 } });
      const answer = await ask('POST /a');
      expect([answer.status, answer.body, Number(answer.headers['content-length'])]).toEqual([200, '{"c', 21]);
      emulator.faults.add({ path: '/long', effect: { kind: 'truncate' } });
      const long = await ask('GET /long');
      expect([long.body.length, long.headers['content-length']]).toEqual([70_000, '140000']);
      expect(await count()).toMatchObject({ count: 1 });
    });

    it('delay a call before or after it acts', async () => {
      for (const when of ['before', 'after']) await json('POST /_emulator/faults', { effect: 'delay', when, delay: '30ms' });
      const before = performance.now();
      expect((await ask('POST /a')).status).toBe(200);
      expect((await ask('POST /a')).status).toBe(200);
      expect(performance.now() - before).toBeGreaterThanOrEqual(58);
    });

    it('hold a call back until it is released', async () => {
      await json('POST /_emulator/faults', { path: '/a', effect: 'hold' });
      const held = ask('POST /a');
      await inFaults('/a');
      expect(emulator.state()).toEqual({ counts: {} });
      expect(await json('POST /_emulator/faults/release')).toMatchObject({ released: 1 });
      expect((await held).status).toBe(200);
      expect(emulator.state()).toEqual({ counts: { '/a': 1 } });
    });

    it('hold an answer back after the call has acted', async () => {
      emulator.faults.add({ path: '/a', effect: { kind: 'hold', when: 'after' } });
      const held = ask('POST /a');
      await inFaults('/a');
      expect(emulator.state()).toEqual({ counts: { '/a': 1 } });
      expect(emulator.faults.release(emulator.faults.held[0]?.id)).toBe(1);
      expect((await held).status).toBe(200);
    });

    it('let a call land late, long after its caller lost the connection', async () => {
      emulator.faults.add({ path: '/a', effect: { kind: 'hold', when: 'before', drop: true } });
      await expect(ask('POST /a')).rejects.toThrow('without an answer');
      await inFaults('/a');
      expect(emulator.state()).toEqual({ counts: {} });
      emulator.faults.release();
      await expect.poll(() => emulator.state()).toEqual({ counts: { '/a': 1 } });
    });

    it.each([
      ['before', {}],
      ['after', { '/a': 1 }],
    ] as const)('cut held calls when they are cleared (held %s)', async (when, counts) => {
      emulator.faults.add({ effect: { kind: 'hold', when } });
      const held = Promise.allSettled([ask('POST /a')]);
      await inFaults('/a');
      expect(await json('DELETE /_emulator/faults')).toMatchObject({ pending: [], held: [] });
      expect(await held).toMatchObject([{ status: 'rejected', reason: { message: 'the connection ended without an answer' } }]);
      expect(emulator.state()).toEqual({ counts });
    });

    it('deliver a call twice and show the first or the second answer', async () => {
      emulator.faults.add({ effect: { kind: 'twice' } });
      expect((await ask('POST /a')).body).toContain('"count":1');
      emulator.faults.add({ effect: { kind: 'twice', answer: 'second' } });
      expect((await ask('POST /a')).body).toContain('"count":4');
    });

    it('meet the next N matching calls, after those that are skipped', async () => {
      await json('POST /_emulator/faults', { method: 'post', path: '/keys/*/name', skip: 2, times: 2, effect: 'status', status: 500 });
      await ask('GET /keys/1/name');
      await ask('POST /keys/1/2/name');
      const seen = [];
      for (let index = 0; index < 5; index += 1) seen.push((await ask(`POST /keys/${index}/name?q=1`)).status);
      expect(seen).toEqual([200, 200, 500, 500, 200]);
      expect(emulator.faults.pending).toEqual([]);
    });

    it('can be taken back', async () => {
      const id = emulator.faults.add({ effect: { kind: 'close', when: 'before' } });
      expect(emulator.faults.pending).toMatchObject([{ id, timesLeft: 1 }]);
      expect([emulator.faults.remove(id), emulator.faults.remove(id)]).toEqual([true, false]);
      expect((await ask('GET /a')).status).toBe(200);
    });

    it('never meet the control paths', async () => {
      emulator.faults.add({ effect: { kind: 'close', when: 'before' } });
      expect((await ask('GET /_emulator/state')).status).toBe(200);
    });
  });

  describe('its process', () => {
    it('dies and comes back on the same port with its state', async () => {
      const { port } = emulator;
      await ask('POST /a');
      await expect(ask('GET /crash')).rejects.toThrow('without an answer');
      await expect(ask('GET /a')).rejects.toThrow('ECONNREFUSED');
      expect(emulator.listening).toBe(false);
      await emulator.restart();
      expect([emulator.port, toy.starts, await count()]).toMatchObject([port, 2, { count: 1 }]);
      await emulator.crash();
      expect(emulator.listening).toBe(false);
    });

    it('listens on the loopback address only', async () => {
      const elsewhere = connect({ host: '127.0.0.2', port: emulator.port });
      await expect(new Promise((resolve, reject) => elsewhere.on('connect', resolve).on('error', reject))).rejects.toThrow('ECONNREFUSED');
    });

    it('drops a connection after an answer without saying so', async () => {
      const socket = connect(emulator.port, '127.0.0.1');
      socket.write('GET /drop HTTP/1.1\r\nHost: x\r\n\r\n');
      let text = '';
      for await (const chunk of socket) text += String(chunk);
      expect(text).toContain('{"error":"dropped"}');
      expect(text.toLowerCase()).toContain('connection: keep-alive');
    });

    it('keeps idle connections as long as the system does, and says so', async () => {
      await using patient = await startEmulator(new ToySystem(), { keepAliveTimeoutMs: 7_000 });
      expect((await fetch(patient.origin)).headers.get('keep-alive')).toBe('timeout=7');
    });

    it('takes the port it is given, and says when it is taken', async () => {
      await expect(startEmulator(new ToySystem(), { port: emulator.port, keepAliveTimeoutMs: 5_000 })).rejects.toThrow('EADDRINUSE');
    });

    it('ends with its scope', async () => {
      let { origin } = emulator;
      {
        await using inner = await startEmulator(new ToySystem(), { keepAliveTimeoutMs: 5_000 });
        origin = inner.origin;
        expect((await askAt(origin, 'GET /a')).status).toBe(200);
      }
      await expect(askAt(origin, 'GET /a')).rejects.toThrow('ECONNREFUSED');
    });
  });
});

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { startLiteLLMEmulator } from '@keyrack/emulators';
import type { Transport } from '@keyrack/http';
import fc from 'fast-check';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { checkDuration, ConfigurationError, keyBudget, LiteLLMClient, settingsOf } from '../src/index.ts';
import type { GenerateKey } from '../src/index.ts';

const startAtMs = Date.parse('2026-11-20T10:00:00Z');
const emulator = await startLiteLLMEmulator({ startAtMs });
const { apiKey, url } = emulator;
const litellm = new LiteLLMClient({ baseUrl: url, apiKey });
const unitSeconds: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400, w: 604_800 };
const wordSeconds: Readonly<Record<string, number>> = { hourly: 3_600, daily: 86_400, weekly: 604_800, monthly: 2_592_000 };

beforeEach(() => {
  emulator.reset();
  emulator.clock.set(startAtMs);
});
afterAll(async () => {
  await litellm.close();
  await emulator.close();
});

/** How long something is by its own words; undefined for months, which are as long as the calendar says. */
function meantSeconds(duration: string): number | undefined {
  const word = wordSeconds[duration.toLowerCase()];
  return word ?? Number(duration.slice(0, -1)) * (unitSeconds[duration.slice(-1)] ?? Number.NaN);
}

describe('durations', () => {
  const amount = fc.nat(100_000);
  const parts = fc.constantFrom('s', 'm', 'h', 'd', 'w', 'mo', 'y', 'min', 'D', '', ' ', '.5h', '12h', 'hourly', 'Daily', 'MONTHLY', '-1');
  const written = fc.oneof(
    fc.tuple(amount, parts).map(([number, unit]) => `${number}${unit}`),
    parts,
    fc.string({ maxLength: 6 }),
  );

  test('that are taken last on the proxy as long as they say, and all others are refused before anything is sent', async () => {
    let taken = 0;
    await fc.assert(
      fc.asyncProperty(written, async (duration) => {
        const before = emulator.accessLog.entries().length;
        try {
          checkDuration('duration', duration);
        } catch {
          await expect(litellm.keys.generate({ duration })).rejects.toBeInstanceOf(ConfigurationError);
          expect(emulator.accessLog.entries()).toHaveLength(before);
          return;
        }
        taken += 1;
        const { expires, created_at: createdAt, token } = await litellm.keys.generate({ duration });
        const seconds = (Date.parse(expires ?? '') - Date.parse(createdAt ?? '')) / 1_000;
        const meant = duration.endsWith('mo') ? Number.NaN : (meantSeconds(duration) ?? Number.NaN);
        if (Number.isNaN(meant)) expect(Math.abs(seconds - Number.parseInt(duration, 10) * 2_629_746)).toBeLessThan(4 * 86_400);
        else expect(Math.abs(seconds - meant)).toBeLessThan(1);
        await litellm.keys.delete({ keys: [token] });
      }),
      { numRuns: 150 },
    );
    expect(taken).toBeGreaterThan(20);
  });
});

describe('budgets', () => {
  const money = fc.integer({ min: 0, max: 1_000 }).map((cents) => cents / 100);

  test('are used up by our reckoning exactly when the proxy lets the key call no model any more', async () => {
    await fc.assert(
      fc.asyncProperty(
        money,
        fc.record({ own: fc.option(money), shared: fc.option(money), increase: fc.option(money), isOver: fc.boolean() }),
        async (spend, { own, shared, increase, isOver }) => {
          const budget = shared === null ? null : await litellm.budgets.create({ max_budget: shared });
          const { token, key } = await litellm.keys.generate({ spend, max_budget: own, budget_id: budget?.budget_id ?? null });
          if (increase !== null) {
            const expiry = new Date(emulator.clock.nowMs() + (isOver ? -60_000 : 3_600_000)).toISOString();
            await litellm.keys.update(token, { temp_budget_increase: increase, temp_budget_expiry: expiry });
          }
          const { share, limit } = keyBudget(await litellm.keys.info(token), emulator.clock.nowMs());
          const called = await fetch(`${url}/v1/chat/completions`, {
            method: 'POST',
            headers: { authorization: `Bearer ${key.reveal()}`, 'content-type': 'application/json' },
            body: JSON.stringify({ model: 'gpt-4o', messages: [{ role: 'user', content: 'hi' }] }),
          });
          await called.text();
          expect([called.status, limit === null]).toEqual([share !== null && share >= 1 ? 422 : 200, own === null && shared === null]);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('settings', () => {
  const name = fc.string({ minLength: 1, maxLength: 8, unit: 'grapheme' });
  const optional = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> => fc.option(value, { nil: undefined });
  const json = fc.jsonValue({ maxDepth: 3, noUnicodeString: true }).filter((value) => !JSON.stringify(value).includes('__proto__'));
  const settings = fc.record({
    key_alias: optional(name.map((text) => `k-${text.replaceAll('..', '.')}`)),
    models: optional(fc.uniqueArray(name, { minLength: 1, maxLength: 3 })),
    spend: optional(fc.integer({ min: 1, max: 99 })),
    max_budget: optional(fc.integer({ min: 0, max: 99 })),
    budget_duration: optional(fc.constantFrom('1h', '1d', '30d')),
    budget_limits: optional(fc.constant([{ budget_duration: '1d', max_budget: 3 }])),
    tpm_limit: optional(fc.nat(1_000)),
    rpm_limit: optional(fc.nat(1_000)),
    max_parallel_requests: optional(fc.nat(1_000)),
    blocked: optional(fc.constant(true)),
    metadata: optional(fc.dictionary(fc.stringMatching(/^[a-z]{1,6}$/), json, { minKeys: 1, maxKeys: 3 })),
    aliases: optional(fc.dictionary(fc.stringMatching(/^[a-z]{1,6}$/), name, { minKeys: 1, maxKeys: 2 })),
    allowed_cache_controls: optional(fc.uniqueArray(fc.constantFrom('no-cache', 'no-store'), { minLength: 1 })),
    key_type: optional(fc.constantFrom('llm_api', 'management', 'read_only')),
    object_permission: optional(fc.constant({ vector_stores: ['v'], mcp_servers: ['m'] })),
    user_id: optional(name),
  });

  test('that were said of a key are what it is copied with', async () => {
    await fc.assert(
      fc.asyncProperty(settings, async (given) => {
        const said = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as GenerateKey; // only such names
        const { token } = await litellm.keys.generate(said);
        expect(settingsOf(await litellm.keys.info(token))).toEqual(said);
        await litellm.keys.delete({ keys: [token] });
      }),
      { numRuns: 80 },
    );
  });
});

describe('a list of 100,000 keys', () => {
  test('comes in as many requests as it needs, and leaves nothing behind that was given', async () => {
    const count = 100_000;
    let requests = 0;
    const transport: Transport = {
      honours: [],
      async send({ path }) {
        requests += 1;
        const query = new URL(path, 'http://localhost').searchParams;
        const [page, size] = [Number(query.get('page')), Number(query.get('size'))];
        const keys = Array.from({ length: Math.min(size, count - (page - 1) * size) }, (_, index) => {
          const position = (page - 1) * size + index;
          return { token: position.toString(16).padStart(64, '0'), created_at: new Date(startAtMs + position).toISOString() };
        });
        const body = { keys, total_count: count, current_page: page, total_pages: Math.ceil(count / size) };
        return { status: 200, headers: { 'content-type': 'application/json' }, body: Buffer.from(JSON.stringify(body)) };
      },
      close: () => Promise.resolve(),
    };
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void; // the flag gives it
    await using crowded = new LiteLLMClient({ baseUrl: 'https://192.0.2.1', apiKey, transport });
    const given: WeakRef<object>[] = [];
    let seen = 0;
    for await (const key of crowded.keys.listAll()) {
      seen += 1;
      if (seen % 1_000 === 0) given.push(new WeakRef(key));
      if (seen === 90_000) {
        // A weak reference holds what it shows until the turn is over.
        await new Promise((resolve) => setImmediate(resolve));
        collect();
        expect(given.filter((reference) => reference.deref() !== undefined).length).toBeLessThan(5);
      }
    }
    expect(seen).toBe(count);
    expect(requests).toBeLessThan(count / 80);
  }, 60_000);
});

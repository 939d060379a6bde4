import { inspect } from 'node:util';
import { startLiteLLMEmulator } from '@keyrack/emulators';
import { CanaryScanner } from '@keyrack/testing-kit';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import {
  ConfigurationError,
  copyKey,
  findKeysByAlias,
  hashKey,
  KeyNotFoundError,
  keysMadeBefore,
  keysNearBudget,
  keysUnusedSince,
  LiteLLMClient,
  mergeKeyMetadata,
  MetadataConflictError,
  RotationError,
  rotateKey,
  settingsOf,
  watchSpend,
} from '../src/index.ts';
import type { GenerateKey, LiteLLMClientOptions, SpendChange } from '../src/index.ts';

const startAtMs = Date.parse('2026-11-20T10:00:00Z');
const emulator = await startLiteLLMEmulator({ startAtMs });
const { apiKey, url } = emulator;
const clock = {
  nowMs: () => emulator.clock.nowMs(),
  schedule(callback: () => void, delayMs: number): () => void {
    const timer = setTimeout(callback, delayMs);
    return () => clearTimeout(timer);
  },
};
const opened: LiteLLMClient[] = [];
const open = (options: Partial<LiteLLMClientOptions> = {}): LiteLLMClient => {
  const client = new LiteLLMClient({ baseUrl: url, apiKey, retries: false, clock, ...options });
  opened.push(client);
  return client;
};
const litellm = open();
const failureOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );
const all = async <Item>(items: AsyncIterable<Item>): Promise<readonly Item[]> => {
  const given: Item[] = [];
  for await (const item of items) given.push(item);
  return given;
};
const everything: GenerateKey = {
  models: ['gpt-4o'],
  spend: 2.5,
  max_budget: 20,
  soft_budget: 15,
  budget_duration: '30d',
  budget_limits: [{ budget_duration: '1d', max_budget: 1 }],
  budget_fallbacks: { 'gpt-4o': ['gpt-4o-mini'] },
  max_parallel_requests: 3,
  tpm_limit: 1_000,
  rpm_limit: 10,
  tpd_limit: 5_000,
  model_rpm_limit: { 'gpt-4o': 5 },
  enforced_params: ['user'],
  metadata: { owner: 'ada', deep: { list: [1, 2.5, null] } },
  aliases: { fast: 'gpt-4o-mini' },
  config: { x: 1 },
  permissions: { allow: true },
  allowed_cache_controls: ['no-cache'],
  key_type: 'llm_api',
  object_permission: { vector_stores: ['v-1'] },
  auto_rotate: true,
  rotation_interval: '30d',
  user_id: 'ada',
  blocked: true,
};

beforeEach(() => {
  emulator.reset();
  emulator.clock.set(startAtMs);
});
afterAll(async () => {
  for (const client of opened) await client.close();
  await emulator.close();
});

describe('finding keys', () => {
  test('by alias is exact, whatever signs are in it, and finds all that share it', async () => {
    for (const alias of ['svc', 'Svc', 'svc2', 'a%b', 'axb', 'svc ']) await litellm.keys.generate({ key_alias: alias });
    const sharing = (): readonly string[] =>
      emulator.state().keys.flatMap(({ key_alias: alias, token }) => (alias === 'shared' ? [token] : []));
    // The proxy only looks whether an alias is free: calls at once can share one, but on a busy machine they need not come at once.
    for (let attempt = 0; attempt < 50 && sharing().length < 2; attempt += 1) {
      if (attempt > 0) await litellm.keys.delete({ keys: sharing() });
      await Promise.all(Array.from({ length: 12 }, () => failureOf(litellm.keys.generate({ key_alias: 'shared' }))));
    }
    const shared = sharing().length;
    expect(shared).toBeGreaterThan(1);
    const aliasesOf = async (alias: string): Promise<readonly (string | null)[]> =>
      (await findKeysByAlias(litellm, alias)).map(({ key_alias: found }) => found);
    expect(await aliasesOf('svc')).toEqual(['svc']);
    expect(await aliasesOf('a%b')).toEqual(['a%b']);
    expect(await aliasesOf('shared')).toHaveLength(shared);
    expect(await aliasesOf('none')).toEqual([]);
  });

  test('by age gives the old ones and asks for no more pages than they fill', async () => {
    const crowded = await startLiteLLMEmulator({ startAtMs, seedKeys: 450 });
    await using client = new LiteLLMClient({ baseUrl: crowded.url, apiKey: crowded.apiKey });
    const { keys } = crowded.state();
    const old = await all(keysMadeBefore(client, keys[3]?.created_at ?? 0));
    expect(old.map(({ token }) => token)).toEqual(keys.slice(0, 3).map(({ token }) => token));
    expect(crowded.accessLog.entries()).toHaveLength(1);
    await crowded.close();
  });

  test('by no use since leaves out what was used or made since', async () => {
    const idle = await litellm.keys.generate({ key_alias: 'idle' });
    const used = await litellm.keys.generate({ key_alias: 'used' });
    const early = await litellm.keys.generate({ key_alias: 'used early' });
    emulator.use(early.token, { cost: 1 });
    emulator.clock.advance(86_400_000);
    const sinceMs = emulator.clock.nowMs();
    emulator.clock.advance(3_600_000);
    emulator.use(used.token, { cost: 1 });
    await litellm.keys.generate({ key_alias: 'new' });
    emulator.clock.advance(11_000);
    const unused = await all(keysUnusedSince(litellm, sinceMs));
    expect(unused.map(({ token }) => token)).toEqual([idle.token, early.token]);
  });

  test('near the budget counts budgets of every kind', async () => {
    await litellm.budgets.create({ budget_id: 'small', max_budget: 10 });
    await litellm.keys.generate({ key_alias: 'nearly', max_budget: 10, spend: 8 });
    await litellm.keys.generate({ key_alias: 'far', max_budget: 10, spend: 7.9 });
    await litellm.keys.generate({ key_alias: 'shared', budget_id: 'small', spend: 9 });
    await litellm.keys.generate({ key_alias: 'nothing', max_budget: 0 });
    await litellm.keys.generate({ key_alias: 'free', spend: 100 });
    const raised = await litellm.keys.generate({ key_alias: 'raised', max_budget: 10, spend: 9 });
    const expiry = new Date(startAtMs + 3_600_000).toISOString();
    await litellm.keys.update(raised.token, { temp_budget_increase: 10, temp_budget_expiry: expiry });
    const near = async (): Promise<readonly unknown[]> =>
      (await all(keysNearBudget(litellm, 0.8))).map(({ key, budget }) => [key.key_alias, budget.limit, budget.share]);
    expect(await near()).toEqual([
      ['nearly', 10, 0.8],
      ['shared', 10, 0.9],
      ['nothing', 0, 1],
    ]);
    emulator.clock.advance(3_600_001);
    expect(await near()).toContainEqual(['raised', 10, 0.9]);
    for (const share of [0, -1, Number.NaN])
      expect(await failureOf(keysNearBudget(litellm, share).next())).toBeInstanceOf(ConfigurationError);
  });
});

describe('a copy', () => {
  test('has every setting of the original, what it has spent, and its end', async () => {
    const original = await litellm.keys.generate({ ...everything, key_alias: 'svc', duration: '30d' });
    emulator.clock.advance(86_400_000);
    const { successor, differs } = await copyKey(litellm, original.key, { changes: { key_alias: 'svc-2' } });
    expect(differs).toEqual([]);
    const [before, after] = await Promise.all([litellm.keys.info(original.token), litellm.keys.info(successor.token)]);
    expect({ ...settingsOf(after), key_alias: 'svc' }).toEqual(settingsOf(before));
    expect(after.spend).toBe(2.5);
    expect(Math.abs(Date.parse(after.expires ?? '') - Date.parse(before.expires ?? ''))).toBeLessThanOrEqual(1_000);
    expect(after.expires).not.toBe(null);
    expect((after.expires ?? '') <= (before.expires ?? '')).toBe(true);
    expect(after.litellm_budget_table?.soft_budget).toBe(15);
    expect(after.budget_id).not.toBe(before.budget_id);
    expect(after.metadata).toEqual(before.metadata);
    expect(after.object_permission).toMatchObject({ vector_stores: ['v-1'] });
  });

  test('shares a budget that is shared, and brings back what was deleted under its own alias', async () => {
    await litellm.budgets.create({ budget_id: 'small', max_budget: 10 });
    const original = await litellm.keys.generate({ key_alias: 'svc', budget_id: 'small' });
    await litellm.keys.delete({ keys: [original.token] });
    const { successor, differs } = await copyKey(litellm, original.token);
    expect(differs).toEqual([]);
    expect(await litellm.keys.info(successor.token)).toMatchObject({ key_alias: 'svc', budget_id: 'small', status: 'active' });
    expect(successor.token).not.toBe(original.token);
  });

  test('tells in what it differs, and is not lost when it cannot be read back', async () => {
    const original = await litellm.keys.generate({ key_alias: 'svc' });
    const changed = await copyKey(litellm, original.token, { changes: { auto_rotate: true } });
    // The proxy drops it without an interval.
    expect(changed.differs).toEqual(['auto_rotate']);
    emulator.faults.add({ path: '/key/info', skip: 1, effect: { kind: 'close', when: 'before' } });
    const copied = await copyKey(litellm, original.token);
    expect(copied.successor.key.reveal()).toMatch(/^sk-/);
    expect(copied.differs).toBeNull();
  });

  test('of an expired key needs a duration of its own', async () => {
    const original = await litellm.keys.generate({ duration: '1h' });
    emulator.clock.advance(3_600_001);
    expect(await failureOf(copyKey(litellm, original.token))).toBeInstanceOf(ConfigurationError);
    expect(emulator.state().keys).toHaveLength(1);
    expect((await copyKey(litellm, original.token, { changes: { duration: '2h' } })).successor.expires).not.toBeNull();
  });
});

describe('a rotation by hand', () => {
  test('gives a new key the alias and all settings, and ends the old one after the overlap', async () => {
    const old = await litellm.keys.generate({ ...everything, blocked: false, key_alias: 'svc', duration: '30d' });
    const { key, successor, predecessor } = await rotateKey(litellm, old.key, { overlap: '24h' });
    expect(successor).toMatchObject({ token: await hashKey(key), key_alias: 'svc', spend: 2.5, status: 'active' });
    expect(key.reveal()).toMatch(/^sk-[\w-]{22}$/);
    expect(settingsOf(successor)).toEqual({ ...settingsOf(await litellm.keys.info(old.token)), key_alias: 'svc' });
    expect(predecessor).toMatchObject({ token: old.token, key_alias: 'svc.old-1' });
    expect(Math.floor((Date.parse(predecessor.expires ?? '') - startAtMs) / 3_600_000)).toBe(24);
    for (const holder of [open({ apiKey: key }), open({ apiKey: old.key })]) expect(await holder.models.list()).toHaveLength(1);
    emulator.clock.advance(25 * 3_600_000);
    expect(await litellm.keys.info(old.token)).toMatchObject({ status: 'expired' });
    expect(await litellm.keys.info(successor.token)).toMatchObject({ status: 'active' });
  });

  test('never lets the old key live longer than it would have', async () => {
    const old = await litellm.keys.generate({ key_alias: 'svc', duration: '1h' });
    const { predecessor } = await rotateKey(litellm, old.token, { overlap: '24h', changes: { duration: '30d' } });
    const before = Date.parse(old.expires ?? '');
    expect(before - Date.parse(predecessor.expires ?? '')).toBeGreaterThanOrEqual(0);
    expect(before - Date.parse(predecessor.expires ?? '')).toBeLessThan(60_000);
  });

  test('finds a free name again and again, and takes a secret of the caller', async () => {
    let { token } = await litellm.keys.generate({ key_alias: 'svc' });
    for (let turn = 0; turn < 3; turn += 1) {
      const { successor } = await rotateKey(litellm, token, { overlap: '1h', newKey: `sk-0123456789abcdef-${turn}` });
      expect(successor.token).toBe(await hashKey(`sk-0123456789abcdef-${turn}`));
      ({ token } = successor);
    }
    expect(emulator.state().keys.map(({ key_alias: alias }) => alias)).toEqual(['svc.old-1', 'svc.old-2', 'svc.old-3', 'svc']);
  });

  test('gives the old key its alias back when no new one is made', async () => {
    const old = await litellm.keys.generate({ key_alias: 'svc' });
    const failure = await failureOf(rotateKey(litellm, old.token, { overlap: '1h', changes: { tags: ['licensed'] } }));
    expect(failure).toMatchObject({ code: 'licence-required', outcome: 'not-applied' });
    expect(emulator.state().keys.map(({ key_alias: alias }) => alias)).toEqual(['svc']);
  });

  test('goes on when the answer about the new key is lost', async () => {
    const old = await litellm.keys.generate({ key_alias: 'svc', duration: '30d' });
    emulator.faults.add({ path: '/key/generate', effect: { kind: 'close', when: 'after' } });
    const { key, successor } = await rotateKey(litellm, old.token, { overlap: '1h' });
    expect(successor).toMatchObject({ key_alias: 'svc', token: await hashKey(key) });
  });

  test('holds the new secret where it cannot be finished, and shows it to nobody', async () => {
    const old = await litellm.keys.generate({ key_alias: 'svc', duration: '30d' });
    const newKey = 'sk-canary-0123456789ab';
    emulator.faults.add({ path: '/key/generate', effect: { kind: 'close', when: 'before' } });
    const lost = await failureOf(rotateKey(litellm, old.token, { overlap: '1h', newKey }));
    expect(lost).toMatchObject({
      constructor: RotationError,
      outcome: 'unknown',
      predecessor_alias: 'svc.old-1',
      predecessor_token: old.token,
    });
    expect(lost).toMatchObject({ successor_token: await hashKey(newKey) });
    expect((lost as RotationError).successor.reveal()).toBe(newKey);
    expect(new CanaryScanner([newKey]).scan('error', `${inspect(lost, { depth: 9, showHidden: true })} ${JSON.stringify(lost)}`)).toEqual(
      [],
    );
    emulator.reset();
    const again = await litellm.keys.generate({ key_alias: 'svc' });
    emulator.faults.add({ path: '/key/update', skip: 1, effect: { kind: 'close', when: 'before' } });
    const unended = await failureOf(rotateKey(litellm, again.token, { overlap: '1h', newKey }));
    expect(unended).toMatchObject({ constructor: RotationError, outcome: 'applied', predecessor_alias: 'svc.old-1' });
    expect(await litellm.keys.info(newKey)).toMatchObject({ status: 'active', key_alias: 'svc' });
    expect(await failureOf(rotateKey(litellm, again.token, { overlap: 'never' }))).toBeInstanceOf(ConfigurationError);
  });

  test('is refused for a key that is gone or has ended, before anything is changed', async () => {
    const old = await litellm.keys.generate({ key_alias: 'svc', duration: '1h' });
    expect(await failureOf(rotateKey(litellm, '0'.repeat(64), { overlap: '1h' }))).toBeInstanceOf(KeyNotFoundError);
    emulator.clock.advance(3_600_001);
    expect(await failureOf(rotateKey(litellm, old.token, { overlap: '1h' }))).toBeInstanceOf(ConfigurationError);
    await litellm.keys.delete({ keys: [old.token] });
    expect(await failureOf(rotateKey(litellm, old.token, { overlap: '1h' }))).toBeInstanceOf(KeyNotFoundError);
    expect(emulator.state().keys).toEqual([]);
  });
});

describe('a change of metadata', () => {
  test('leaves the rest alone, removes what is null, and keeps what the proxy keeps there', async () => {
    const { token } = await litellm.keys.generate({ metadata: { owner: 'ada', ticket: 7 }, model_rpm_limit: { 'gpt-4o': 5 } });
    const { metadata } = await mergeKeyMetadata(litellm, token, { changes: { ticket: null, room: { floor: 2 } } });
    expect(metadata).toEqual({ owner: 'ada', room: { floor: 2 }, model_rpm_limit: { 'gpt-4o': 5 } });
  });

  test('is merged with what somebody else wrote before the write', async () => {
    const { token } = await litellm.keys.generate({ metadata: { a: 1 } });
    let writes = 0;
    const proxied = raced(litellm, 'info', async (turn) => {
      if (turn !== 1) return;
      writes += 1;
      await open().keys.update(token, { metadata: { a: 1, other: true } });
    });
    const { metadata } = await mergeKeyMetadata(proxied, token, { changes: { b: 2 } });
    expect(writes).toBe(1);
    expect(metadata).toEqual({ a: 1, b: 2, other: true });
  });

  test('tells that somebody else wrote since it was thought out, right after it, or all the time', async () => {
    const { token } = await litellm.keys.generate({ metadata: { a: 1 } });
    const base = await litellm.keys.info(token);
    await litellm.keys.update(token, { metadata: { a: 2 } });
    expect(await failureOf(mergeKeyMetadata(litellm, token, { changes: { b: 2 }, base }))).toMatchObject({
      constructor: MetadataConflictError,
      outcome: 'not-applied',
      metadata: { a: 2 },
    });
    const after = raced(litellm, 'update', async () => void (await open().keys.update(token, { metadata: { c: 3 } })));
    expect(await failureOf(mergeKeyMetadata(after, token, { changes: { b: 2 } }))).toMatchObject({
      constructor: MetadataConflictError,
      outcome: 'applied',
      metadata: { c: 3 },
    });
    const always = raced(litellm, 'info', async (turn) => void (await open().keys.update(token, { metadata: { turn } })));
    expect(await failureOf(mergeKeyMetadata(always, token, { changes: { b: 2 } }))).toMatchObject({ outcome: 'not-applied' });
    expect(emulator.state().keys[0]?.metadata).not.toHaveProperty('b');
  });
});

describe('watching what is spent', () => {
  test('tells what each key spent since the last look, and when a budget started anew', async () => {
    const one = await litellm.keys.generate({ key_alias: 'one', max_budget: 10, spend: 1 });
    const waits: (() => Promise<void>)[] = [
      async () => emulator.use(one.token, { cost: 3 }),
      async () => undefined,
      async () => void (await litellm.keys.generate({ key_alias: 'two', spend: 5 })),
      async () => void (await litellm.keys.resetSpend(one.token, 1)),
    ];
    const stop = new AbortController();
    const changes: SpendChange[] = [];
    const wait = async (): Promise<void> => {
      const next = waits.shift();
      if (next === undefined) stop.abort();
      await next?.();
      emulator.clock.advance(11_000);
    };
    for await (const change of watchSpend(litellm, { signal: stop.signal, wait })) changes.push(change);
    expect(changes).toEqual([
      { token: one.token, key_alias: 'one', spend: 4, previous_spend: 1, increase: 3, was_reset: false, limit: 10, share: 0.4 },
      expect.objectContaining({ key_alias: 'two', spend: 5, previous_spend: 0, increase: 5, limit: null, share: null }),
      expect.objectContaining({ key_alias: 'one', spend: 1, previous_spend: 4, increase: 1, was_reset: true }),
    ]);
  });

  test('ends within its wait when the signal says so', async () => {
    const stop = new AbortController();
    const watching = all(watchSpend(litellm, { signal: stop.signal, intervalMs: 60_000 }));
    await expect.poll(() => emulator.accessLog.entries().length).toBe(1);
    stop.abort();
    await expect(watching.then((changes) => changes.length).catch(() => 0)).resolves.toBe(0);
  });
});

/** A client whose keys do something more after a call. */
function raced(client: LiteLLMClient, method: 'info' | 'update', act: (turn: number) => Promise<void>): LiteLLMClient {
  let turns = 0;
  const keys = new Proxy(client.keys, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      return async (...given: readonly unknown[]) => {
        const result: unknown = await Reflect.apply(member, target, given);
        if (name !== method) return result;
        turns += 1;
        await act(turns);
        return result;
      };
    },
  });
  return new Proxy(client, {
    get(target, name) {
      if (name === 'keys') return keys;
      const member: unknown = Reflect.get(target, name);
      return typeof member === 'function' ? member.bind(target) : member;
    },
  });
}

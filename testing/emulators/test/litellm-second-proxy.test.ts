import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LiteLLMEmulator, RunningEmulator } from '../src/index.ts';
import { startLiteLLMEmulator } from '../src/index.ts';
import type { AskedProxy } from './litellm-ask.ts';
import { ask, chat, infoOf, newKey } from './litellm-ask.ts';

describe('a second proxy of LiteLLM on the same database', () => {
  let first: LiteLLMEmulator;
  let running: RunningEmulator;
  let second: AskedProxy;
  beforeEach(async () => {
    first = await startLiteLLMEmulator();
    first.clock.freeze(true);
    running = await first.startSecondProxy();
    second = { origin: running.origin, apiKey: first.apiKey };
  });
  afterEach(async () => {
    await running.close();
    await first.close();
  });

  it('takes what the first one made, and shows what the first one shows', async () => {
    const key = await newKey(first, { key_alias: 'shared' });
    expect((await chat(second, key)).status).toBe(200);
    expect(await infoOf(second, key)).toMatchObject({ key_alias: 'shared' });
    const other = await newKey(second);
    expect((await chat(first, other)).status).toBe(200);
  });

  it.each([
    ['deleted', 'POST /key/delete', (key: string) => ({ keys: [key] }), 'token_not_found_in_db'],
    ['blocked', 'POST /key/block', (key: string) => ({ key }), 'auth_error'],
    ['ended', 'POST /key/update', (key: string) => ({ key, duration: '1s' }), 'expired_key'],
  ] as const)('goes on with a key that was %s through the first one, for a minute after it read it', async (_, call, body, refusal) => {
    const key = await newKey(first);
    expect((await chat(second, key)).status).toBe(200);
    first.clock.advance(10_000);
    expect((await ask(first, call, { body: body(key) })).status).toBe(200);
    first.clock.advance(1_001);
    expect((await chat(first, key)).error['type']).toBe(refusal);
    first.clock.advance(48_998);
    expect((await chat(second, key)).status).toBe(200);
    first.clock.advance(1);
    expect((await chat(second, key)).error['type']).toBe(refusal);
  });

  it('refuses at once what it has not seen in the last minute, or since it was started', async () => {
    const [unseen, forgotten] = [await newKey(first), await newKey(first)];
    expect((await chat(second, forgotten)).status).toBe(200);
    await running.restart();
    await ask(first, 'POST /key/delete', { body: { keys: [unseen, forgotten] } });
    for (const key of [unseen, forgotten]) expect((await chat(second, key)).error['type']).toBe('token_not_found_in_db');
  });

  it('asked about a key that was deleted says so at once: only its authorization remembers', async () => {
    const key = await newKey(first);
    const token = String(first.state().keys[0]?.token);
    expect((await chat(second, key)).status).toBe(200);
    await ask(first, 'POST /key/delete', { body: { keys: [key] } });
    expect(await ask(second, `GET /key/info?key=${token}`)).toMatchObject({ status: 200, info: { status: 'deleted' } });
  });
});

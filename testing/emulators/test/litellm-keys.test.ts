import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LiteLLMEmulator } from '../src/index.ts';
import { startLiteLLMEmulator } from '../src/index.ts';
import { ask, infoOf, newKey } from './litellm-ask.ts';

describe('keys of LiteLLM', () => {
  let litellm: LiteLLMEmulator;
  beforeEach(async () => {
    litellm = await startLiteLLMEmulator();
  });
  afterEach(async () => await litellm.close());

  const generate = (body: unknown) => ask(litellm, 'POST /key/generate', { body });
  const kinds = () => litellm.state().history.map(({ kind }) => kind);

  describe('made twice with one secret', () => {
    const secret = 'sk-chosen-by-me-0001';

    it('are made once, though the second answer says otherwise', async () => {
      await generate({ key: secret, key_alias: 'first', max_budget: 1 });
      const again = await generate({ key: secret, key_alias: 'second', max_budget: 2 });
      expect(again).toMatchObject({ status: 200, json: { key: secret, key_alias: 'second', max_budget: 2 } });
      expect(await infoOf(litellm, secret)).toMatchObject({ key_alias: 'first', max_budget: 1 });
      expect(kinds()).toEqual(['key-created', 'key-repeated']);
    });

    it('cannot be told apart by the alias either: the repeated call is refused for its own alias', async () => {
      await generate({ key: secret, key_alias: 'first' });
      const again = await generate({ key: secret, key_alias: 'first' });
      expect(again).toMatchObject({ status: 400, error: { param: 'key_alias', type: 'bad_request_error' } });
    });

    it('live again after they were deleted, and stay in the archive', async () => {
      await generate({ key: secret });
      await ask(litellm, 'POST /key/delete', { body: { keys: [secret] } });
      expect((await ask(litellm, 'GET /key/info', { as: secret })).status).toBe(401);
      await generate({ key: secret });
      expect((await ask(litellm, 'GET /key/info', { as: secret })).status).toBe(200);
      expect((await ask(litellm, 'GET /key/list?status=deleted')).json['total_count']).toBe(1);
      expect(await infoOf(litellm, secret)).toMatchObject({ status: 'active' });
    });

    it('stay blocked', async () => {
      await generate({ key: secret, blocked: true });
      await generate({ key: secret, blocked: false });
      expect((await ask(litellm, 'GET /key/info', { as: secret })).status).toBe(401);
    });
  });

  it('have an alias that no other has, unless they are made at once', async () => {
    await generate({ key_alias: 'svc' });
    expect((await generate({ key_alias: 'svc' })).status).toBe(400);
    const atOnce = await Promise.all(Array.from({ length: 12 }, () => generate({ key_alias: 'race' })));
    const made = atOnce.filter(({ status }) => status === 200).length;
    expect(made).toBeGreaterThan(1);
    expect(litellm.state().keys.filter((key) => key.key_alias === 'race')).toHaveLength(made);
    expect((await ask(litellm, 'POST /key/update', { body: { key_alias: 'race', max_budget: 1 } })).status).toBe(400);
    await ask(litellm, 'POST /key/delete', { body: { key_aliases: ['race'] } });
    expect(litellm.state().deletedKeys).toHaveLength(made);
  });

  it('may take an alias that another one took while the call was under way', async () => {
    litellm.faults.add({ method: 'POST', path: '/key/generate', effect: { kind: 'hold', when: 'during' } });
    const held = generate({ key_alias: 'svc' });
    while (litellm.faults.held.length === 0) await setTimeout(1);
    expect((await generate({ key_alias: 'svc' })).status).toBe(200);
    litellm.faults.release();
    expect((await held).status).toBe(200);
    expect(litellm.state().keys.map((key) => key.key_alias)).toEqual(['svc', 'svc']);
  });

  it('are not made twice by a call that comes twice', async () => {
    litellm.faults.add({ method: 'POST', path: '/key/generate', effect: { kind: 'twice', answer: 'second' } });
    expect((await generate({ key_alias: 'other' })).status).toBe(400);
    expect(litellm.state().keys.map((key) => key.key_alias)).toEqual(['other']);
  });

  it('are named by secret, hash or, where that is allowed, alias', async () => {
    const secret = await newKey(litellm, { key_alias: 'svc' });
    const [row] = litellm.state().keys;
    const hash = String(row?.token);
    for (const key of [secret, hash]) expect((await ask(litellm, `GET /key/info?key=${key}`)).status).toBe(200);
    expect((await ask(litellm, 'GET /key/info?key=svc')).status).toBe(404);
    expect((await ask(litellm, 'POST /key/update', { body: { key_alias: 'svc', max_budget: 1 } })).json).toMatchObject({ key: hash });
    expect((await ask(litellm, 'POST /v2/key/info', { body: { key_aliases: ['svc'] } })).json).toMatchObject({
      info: [{ key_alias: 'svc' }],
    });
    expect((await ask(litellm, 'POST /key/delete', { body: { key_aliases: ['svc'] } })).json).toEqual({ deleted_keys: ['svc'] });
  });

  it('that were not there are said to be deleted, as long as one was', async () => {
    const secret = await newKey(litellm);
    const deleted = await ask(litellm, 'POST /key/delete', { body: { keys: ['sk-never-was-here-1', secret] } });
    expect(deleted.json).toEqual({ deleted_keys: ['sk-never-was-here-1', secret] });
    expect((await ask(litellm, 'POST /key/delete', { body: { keys: [secret] } })).status).toBe(404);
    expect(litellm.state().deletedKeys).toHaveLength(1);
  });

  it('say who deleted them for whom', async () => {
    const secret = await newKey(litellm);
    await ask(litellm, 'POST /key/delete', { body: { keys: [secret] }, headers: { 'litellm-changed-by': 'ann' } });
    const listed = await ask(litellm, 'GET /key/list?status=deleted&return_full_object=true');
    expect(listed.json['keys']).toMatchObject([{ deleted_by_api_key: 'litellm_proxy_master_key', litellm_changed_by: 'ann' }]);
  });

  it('keep what a change leaves out, and lose what it sets to null', async () => {
    const key = await newKey(litellm, { key_alias: 'svc', max_budget: 1, metadata: { team: 'x' }, duration: '1h' });
    await ask(litellm, 'POST /key/update', { body: { key, max_budget: null, metadata: { other: 1 } } });
    expect(await infoOf(litellm, key)).toMatchObject({ key_alias: 'svc', max_budget: null, metadata: { other: 1 } });
    expect((await ask(litellm, 'POST /key/update', { body: { key, metadata: null } })).status).toBe(400);
    await ask(litellm, 'POST /key/update', { body: { key, duration: '-1' } });
    expect(await infoOf(litellm, key)).toMatchObject({ expires: null });
  });

  it('of a deleted user or team are gone: with the team into the archive, with the user without a trace', async () => {
    await ask(litellm, 'POST /user/new', { body: { user_id: 'u', auto_create_key: false } });
    await ask(litellm, 'POST /team/new', { body: { team_id: 't' } });
    await generate({ user_id: 'u', key_alias: 'of-user' });
    await generate({ team_id: 't', key_alias: 'of-team' });
    await ask(litellm, 'POST /user/delete', { body: { user_ids: ['u'] } });
    await ask(litellm, 'POST /team/delete', { body: { team_ids: ['t'] } });
    const { keys, deletedKeys } = litellm.state();
    expect([keys, deletedKeys.map(({ row }) => row.key_alias)]).toEqual([[], ['of-team']]);
  });

  it('for a team that is not there are made and useless, until they are freed of it', async () => {
    const key = await newKey(litellm, { team_id: 'nowhere' });
    expect((await ask(litellm, 'GET /key/info', { as: key })).status).toBe(404);
    expect((await ask(litellm, 'POST /key/update', { body: { key, team_id: null } })).status).toBe(404);
    await ask(litellm, 'POST /key/bulk_update', { body: { keys: [{ key, team_id: null }] } });
    expect((await ask(litellm, 'GET /key/info', { as: key })).status).toBe(200);
  });

  it('show up in lists as they change, page by page without a gap', async () => {
    for (let index = 0; index < 7; index += 1) {
      await newKey(litellm, { key_alias: `a${index}` });
      litellm.clock.advance(1);
    }
    const pages = await Promise.all([1, 2, 3, 4].map((page) => ask(litellm, `GET /key/list?size=3&page=${page}&return_full_object=true`)));
    const aliases = pages.map(({ json }) => (json['keys'] as readonly { readonly key_alias: string }[]).map((key) => key.key_alias));
    expect(aliases).toEqual([['a6', 'a5', 'a4'], ['a3', 'a2', 'a1'], ['a0'], []]);
    expect(pages[3]?.json).toMatchObject({ total_count: 7, current_page: 4, total_pages: 3 });
  });

  it('are what only admins see of others', async () => {
    await ask(litellm, 'POST /user/new', { body: { user_id: 'u', user_role: 'internal_user', auto_create_key: false } });
    const [own, foreign] = [await newKey(litellm, { user_id: 'u' }), await newKey(litellm, { key_alias: 'secret' })];
    expect((await ask(litellm, `GET /key/info?key=${foreign}`, { as: own })).status).toBe(403);
    expect((await ask(litellm, 'GET /key/list', { as: own })).json['total_count']).toBe(1);
    expect((await ask(litellm, 'POST /key/delete', { as: own, body: { keys: [own, foreign] } })).status).toBe(403);
    expect(litellm.state().keys).toHaveLength(2);
  });
});

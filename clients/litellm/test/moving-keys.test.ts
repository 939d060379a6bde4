import { inspect } from 'node:util';
import { startLiteLLMEmulator } from '@keyrack/emulators';
import { CanaryScanner } from '@keyrack/testing-kit';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import {
  ConfigurationError,
  exportKeys,
  hashKey,
  importKeys,
  LicenceRequiredError,
  LiteLLMClient,
  readKeyExport,
  Secret,
  settingsOf,
} from '../src/index.ts';
import type { GenerateKey, ImportedKey, ImportKeysOptions } from '../src/index.ts';

const from = await startLiteLLMEmulator();
const to = await startLiteLLMEmulator();
const source = new LiteLLMClient({ baseUrl: from.url, apiKey: from.apiKey, retries: false });
const target = new LiteLLMClient({ baseUrl: to.url, apiKey: to.apiKey, retries: false });
const failureOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );
const secretOf = (name: string): string => `sk-canary-${name}-0123456789`;
const make = (name: string, more: GenerateKey = {}): Promise<unknown> =>
  source.keys.generate({ key: secretOf(name), key_alias: name, ...more });

async function linesOf(names: readonly string[]): Promise<readonly string[]> {
  const lines: string[] = [];
  for await (const line of exportKeys(source, { secrets: names.map(secretOf) })) lines.push(line.reveal());
  return lines;
}

async function moved(lines: Iterable<string>, options: Partial<ImportKeysOptions> = {}): Promise<readonly ImportedKey[]> {
  const results: ImportedKey[] = [];
  for await (const result of importKeys(target, readKeyExport(lines), { dryRun: false, ...options })) results.push(result);
  return results;
}

beforeEach(() => {
  from.reset();
  to.reset();
});
afterAll(async () => {
  for (const end of [source, target, from, to]) await end.close();
});

describe('keys that are moved to another proxy', () => {
  test('have the same secrets, all settings, what they have spent, and the same end', async () => {
    await make('plain');
    await make('rich', {
      models: ['gpt-4o'],
      spend: 1.5,
      max_budget: 20,
      soft_budget: 10,
      budget_duration: '7d',
      budget_limits: [{ budget_duration: '1d', max_budget: 2 }],
      duration: '30d',
      tpm_limit: 5,
      model_tpm_limit: { 'gpt-4o': 100 },
      metadata: { owner: 'ada', list: [1, { a: null }] },
      aliases: { fast: 'gpt-4o-mini' },
      allowed_routes: ['/chat/completions'],
      object_permission: { agents: ['a'] },
      user_id: 'ada',
      blocked: true,
    });
    const results = await moved(await linesOf(['plain', 'rich']));
    expect(results).toMatchObject([
      { kind: 'created', key_alias: 'plain', differs: [], new_key: null },
      { kind: 'created', key_alias: 'rich', differs: [], new_key: null },
    ]);
    for (const name of ['plain', 'rich']) {
      const token = await hashKey(secretOf(name));
      const [before, after] = await Promise.all([source.keys.info(token), target.keys.info(token)]);
      expect(settingsOf(after)).toEqual(settingsOf(before));
      expect(Math.abs(Date.parse(after.expires ?? '0') - Date.parse(before.expires ?? '0'))).toBeLessThan(60_000);
    }
    await using holder = new LiteLLMClient({ baseUrl: to.url, apiKey: secretOf('plain') });
    expect((await holder.keys.info()).key_alias).toBe('plain');
  });

  test('are made once, however often it is done, and never over another key', async () => {
    for (const name of ['one', 'two', 'three']) await make(name);
    const lines = await linesOf(['one', 'two', 'three']);
    await target.keys.generate({ key_alias: 'two' });
    await target.keys.generate({ key: secretOf('three'), key_alias: 'three', max_budget: 3 });
    const kinds = async (options?: Partial<ImportKeysOptions>): Promise<readonly string[]> =>
      (await moved(lines, options)).map(({ kind }) => kind);
    expect(await kinds({ dryRun: true })).toEqual(['would-create', 'would-create', 'already-there']);
    expect(to.state().keys).toHaveLength(2);
    expect(await kinds()).toEqual(['created', 'alias-taken', 'already-there']);
    expect(await moved(lines)).toMatchObject([
      { kind: 'already-there', differs: [] },
      { kind: 'alias-taken' },
      { kind: 'already-there', differs: ['max_budget'] },
    ]);
    expect(to.state().keys).toHaveLength(3);
  });

  test('are passed over where their secret is not known, unless new ones are wanted', async () => {
    await make('known');
    await source.keys.generate({ key_alias: 'unknown' });
    const lines = await linesOf(['known']);
    expect((await moved(lines)).map(({ kind }) => kind)).toEqual(['created', 'no-secret']);
    const [, made] = await moved(lines, { newSecrets: true });
    expect(made).toMatchObject({ kind: 'created', key_alias: 'unknown', new_key: expect.any(Secret) });
    const newKey = made?.kind === 'created' ? made.new_key : null;
    expect(await target.keys.info(newKey ?? '')).toMatchObject({ key_alias: 'unknown', status: 'active' });
  });

  test('are not brought back to life where they were deleted, and not when they have ended', async () => {
    await make('gone');
    await make('ended', { duration: '1h' });
    const lines = await linesOf(['gone', 'ended']);
    await moved(lines.slice(0, 2));
    await target.keys.delete({ key_aliases: ['gone'] });
    const late = lines.map((line) => line.replace(/"expires":"[^"]+"/, '"expires":"2026-01-01T00:00:00.000Z"'));
    expect((await moved(late)).map(({ kind }) => kind)).toEqual(['deleted', 'expired']);
    expect(to.state().keys).toEqual([]);
    expect((await moved(lines, { revive: true })).map(({ kind }) => kind)).toEqual(['created', 'created']);
  });

  test('are found after a lost answer, and what failed is told without stopping the rest', async () => {
    for (const name of ['one', 'two', 'three']) await make(name, { duration: '30d' });
    const lines = await linesOf(['one', 'two', 'three']);
    to.faults.add({ path: '/key/generate', effect: { kind: 'close', when: 'after' } });
    to.faults.add({ path: '/key/generate', effect: { kind: 'close', when: 'before' } });
    const results = await moved(lines, { maxConcurrency: 1 });
    expect(results).toMatchObject([{ kind: 'created' }, { kind: 'failed', error: { outcome: 'unknown' } }, { kind: 'created' }]);
    expect((await moved(lines)).map(({ kind }) => kind)).toEqual(['already-there', 'created', 'already-there']);
  });

  test('tell what the other proxy has no licence for', async () => {
    await make('one');
    const [header = '', line = ''] = await linesOf(['one']);
    const licensed = line.replace('"settings":{', '"settings":{"tags":["a"],');
    const [result] = await moved([header, licensed]);
    expect(result).toMatchObject({ kind: 'failed', error: { constructor: LicenceRequiredError } });
  });
});

describe('an export', () => {
  test('shows no secret to anybody who prints it', async () => {
    await make('one');
    const secrets: unknown[] = [];
    for await (const line of exportKeys(source, { secrets: [secretOf('one')] })) secrets.push(line);
    for await (const key of readKeyExport(await linesOf(['one']))) secrets.push(key);
    expect(new CanaryScanner([secretOf('one')]).scan('export', inspect(secrets, { depth: 9 }) + JSON.stringify(secrets))).toEqual([]);
  });

  test('that cannot be used is refused by its line, without repeating it', async () => {
    await make('one');
    const [header = '', line = ''] = await linesOf(['one']);
    const wrong: readonly (readonly [string[], RegExp])[] = [
      [[], /empty/],
      [[line], /line 1 does not begin/],
      [[header.replace('1}', '2}'), line], /line 1 names a version/],
      [[header, '{'], /line 2 is not/],
      [['', header, line.replace(secretOf('one'), secretOf('two'))], /line 3: key must be/],
      [[header, line.replace(/"token":"\w+"/, '"token":"x"')], /line 2: token/],
      [[header, line.replace('"expires":null', '"expires":"soon"')], /line 2: expires/],
      [[header, line.replace('"settings":{', '"settings":{"colour":"red",')], /line 2: a new key has no "colour"/],
      [[header, line.replace('"settings":{', '"settings":{"max_budget":"much",')], /line 2: max_budget/],
    ];
    for (const [lines, message] of wrong) {
      const failure = await failureOf(moved(lines));
      expect(failure).toBeInstanceOf(ConfigurationError);
      expect(failure).toMatchObject({ message: expect.stringMatching(message) });
      expect(inspect(failure)).not.toContain('canary');
    }
    expect(to.state().keys).toEqual([]);
    expect(await failureOf(moved([header], { dryRun: undefined as never }))).toBeInstanceOf(ConfigurationError);
    expect(await failureOf(moved([header], { maxConcurrency: 0 }))).toBeInstanceOf(ConfigurationError);
    expect(await failureOf(exportKeys(source, { secrets: ['no secret'] }).next())).toBeInstanceOf(ConfigurationError);
  });
});

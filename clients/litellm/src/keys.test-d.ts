import type { Secret } from '@keyrack/secret';
import { describe, expectTypeOf, test } from 'vitest';
import type { GeneratedKey, GenerateKey, Key, KeyPage, ListedKey, LiteLLMClient, UpdateKey } from './index.ts';

declare const litellm: LiteLLMClient;

describe('what a caller sees', () => {
  test('a page holds whole keys exactly where they are asked for', () => {
    expectTypeOf(litellm.keys.list()).resolves.toEqualTypeOf<KeyPage<string>>();
    expectTypeOf(litellm.keys.list({ size: 5 })).resolves.toEqualTypeOf<KeyPage<string>>();
    expectTypeOf(litellm.keys.list({ return_full_object: false })).resolves.toEqualTypeOf<KeyPage<string>>();
    expectTypeOf(litellm.keys.list({ return_full_object: true })).resolves.toEqualTypeOf<KeyPage<ListedKey>>();
    expectTypeOf(litellm.keys.list({ expand: ['user'] })).resolves.toEqualTypeOf<KeyPage<ListedKey>>();
    expectTypeOf(litellm.keys.list({}, { raw: true })).resolves.toEqualTypeOf<unknown>();
  });

  test('only a new key has its secret, and always', () => {
    expectTypeOf(litellm.keys.generate()).resolves.toEqualTypeOf<GeneratedKey>();
    expectTypeOf<GeneratedKey['key']>().toEqualTypeOf<Secret>();
    expectTypeOf<Key>().not.toHaveProperty('key');
  });

  test('null is for what can be cleared', () => {
    expectTypeOf<null>().toExtend<UpdateKey['max_budget']>();
    expectTypeOf<null>().not.toExtend<UpdateKey['models']>();
    expectTypeOf<null>().not.toExtend<UpdateKey['metadata']>();
    expectTypeOf<GenerateKey>().not.toHaveProperty('temp_budget_increase');
  });
});

import { describe, expect, test } from 'vitest';
import { Float } from '../values/json.ts';
import { keysSchema } from './key-schemas.ts';

describe('the names of keys', () => {
  test.each([null, '', 0, new Float(0), false, [], new Map()])('are missing when they are empty in any form: %o', (value) => {
    expect(keysSchema.looksFirst(new Map([['keys', value]]))).toContain('At least one of');
  });

  test.each(['odd', 7, true, ['odd'], new Map([['odd', 1]])])('are there, right or wrong, when they are not: %o', (value) => {
    expect(keysSchema.looksFirst(new Map([['key_aliases', value]]))).toBeUndefined();
  });
});

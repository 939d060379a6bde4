import { describe, expect, test } from 'vitest';
import { DecodeError, JsonReader } from './decode.ts';

const reader = JsonReader.of({
  id: '1',
  empty: '',
  zero: 0,
  float: 1.5,
  yes: true,
  none: null,
  inner: { bytes: 5 },
  list: [{ id: 'a' }, { id: 7 }],
});

describe('a lenient reader', () => {
  test('reads what is there, and nothing where something else is', () => {
    expect([reader.text('id'), reader.text('empty'), reader.number('zero'), reader.number('float'), reader.boolean('yes')]).toEqual([
      '1',
      '',
      0,
      1.5,
      true,
    ]);
    expect(reader.object('inner')?.number('bytes')).toBe(5);
    expect(reader.unknown('inner')).toEqual({ bytes: 5 });
    for (const name of ['none', 'missing', 'list', 'toString', '__proto__']) {
      expect([reader.text(name), reader.number(name), reader.boolean(name), reader.secret(name)]).toEqual([
        undefined,
        undefined,
        undefined,
        undefined,
      ]);
      expect(reader.object(name)).toBeUndefined();
    }
  });

  test('reads a secret as one, and an empty text as none', () => {
    expect(reader.secret('id')?.reveal()).toBe('1');
    expect(JSON.stringify(reader.secret('id'))).toBe('"[secret]"');
    expect(reader.secret('empty')).toBeUndefined();
  });

  test('names the place of what we rely on and do not get, never what is there', () => {
    const read = (get: () => unknown): string => {
      try {
        return String(get());
      } catch (error) {
        return error instanceof DecodeError ? error.message : 'not a DecodeError';
      }
    };
    expect(read(() => reader.objects('list', (item) => item.requiredText('id')))).toBe('list[1].id is not a text');
    expect(read(() => reader.requiredText('empty'))).toBe('empty is not a text');
    expect(read(() => reader.object('inner')?.requiredNumber('id'))).toBe('inner.id is not a number');
    expect(read(() => reader.objects('inner', (item) => item))).toBe('inner is not a list');
    expect(read(() => JsonReader.of({ list: [{}, null] }).objects('list', (item) => item))).toBe('list[1] is not an object');
    expect(read(() => JsonReader.of(null, '', 1))).toBe('[1] is not an object');
    expect(read(() => JsonReader.of({ inner: {} }, 'keys', 3).object('inner')?.requiredText('id'))).toBe('keys[3].inner.id is not a text');
    expect(read(() => JsonReader.of([], 'keys'))).toBe('keys is not an object');
    expect(read(() => JsonReader.of('4711'))).toBe('the body is not an object');
  });
});

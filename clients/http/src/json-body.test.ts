import { Secret } from '@keyrack/secret';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ConfigurationError } from './errors.ts';
import { writeJson } from './json-body.ts';
import { readBody } from './response-body.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('a JSON body', () => {
  test('carries the values of secrets, and the mask only where somebody wrote it', () => {
    expect(writeJson('testing', new Secret('one'))).toBe('"one"');
    expect(writeJson('testing', { a: new Secret('o"n\\e'), b: [new Secret('two'), '[secret]'] })).toBe(
      '{"a":"o\\"n\\\\e","b":["two","[secret]"]}',
    );
  });

  test('is otherwise what the platform writes', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(writeJson('testing', value)).toBe(JSON.stringify(value));
      }),
    );
  });

  test.each([1n, () => 1, Symbol('x'), undefined, { toJSON: () => undefined }])('is not made of what JSON cannot hold (%#)', (value) => {
    expect(() => writeJson('testing', value)).toThrow(ConfigurationError);
  });

  test('is not made of a circle', () => {
    const circle: unknown[] = [];
    circle.push(circle);
    expect(() => writeJson('testing', circle)).toThrow('the body must be something that JSON can hold');
  });
});

describe('a received body', () => {
  test('is empty, JSON, or named as neither without being quoted', () => {
    expect(readBody(bytes(''), 'text/html')).toEqual({ kind: 'empty' });
    expect(readBody(bytes('null'), 'application/json')).toEqual({ kind: 'json', value: null });
    expect(readBody(bytes(' [1.5] '), undefined)).toEqual({ kind: 'json', value: [1.5] });
    expect(readBody(bytes('{"a":1}'), 'text/plain')).toEqual({ kind: 'unreadable', fault: 'is not JSON by its content type' });
    expect(readBody(bytes('4711 x'), 'text/json;charset=utf-8')).toEqual({ kind: 'unreadable', fault: 'is not JSON' });
  });

  test.each(['application/jsonp', 'application/json5', 'text/javascript', 'json', ''])(
    'is not taken for JSON because its type is %j',
    (type) => {
      expect(readBody(bytes('{}'), type)).toMatchObject({ kind: 'unreadable' });
    },
  );
});

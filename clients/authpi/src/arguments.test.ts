import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkBody, checkIdempotencyKey, checkSegment } from './arguments.ts';
import { ConfigurationError } from './client-errors.ts';

describe('a segment of an address', () => {
  test.each(['', '.', '..', '../me', 'a/b', '..\\me', 'a?x=1', 'a#b', '%2e%2e', '..%2Fapi-keys', 'a\u0000b', 'a\nb', '\ud800'])(
    'is never "%s", which would lead elsewhere',
    (value) => {
      expect(() => checkSegment('keyId', value)).toThrow(ConfigurationError);
      expect(() => checkSegment('keyId', value)).toThrow(/keyId/);
    },
  );

  test.each(['key_0', 'example.com', '...', 'a b', 'ключ', '{account_id}', '*', '__proto__', 'a;b', 'a&b=c'])('may be "%s"', (value) => {
    expect(checkSegment('keyId', value)).toBe(value);
  });

  test('stays one segment below its parent once it is encoded, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (value) => {
        const accepted = acceptedBy(() => checkSegment('keyId', value));
        if (accepted === undefined) return;
        const { pathname, search, hash } = new URL(`/v1/accounts/acc_1/api-keys/${encodeURIComponent(accepted)}`, 'https://api.example');
        expect(pathname.split('/')).toHaveLength(6);
        expect(pathname.startsWith('/v1/accounts/acc_1/api-keys/')).toBe(true);
        expect([search, hash]).toEqual(['', '']);
      }),
    );
  });
});

describe('a body', () => {
  test('keeps every name, also those that begin with an underscore', () => {
    const body = { name: 'a', metadata: { _tag: 1, nested: [{ _inner: true }] } };
    expect(checkBody(body)).toBe(body);
  });

  test.each([{ a: Number.NaN }, { a: [Number.POSITIVE_INFINITY] }, { a: { b: Number.NEGATIVE_INFINITY } }, [], null, 'text', 7])(
    'is refused when JSON would turn it into something else: %j',
    (body) => {
      expect(() => checkBody(body)).toThrow(ConfigurationError);
    },
  );

  test('that contains itself is refused instead of being followed for ever', () => {
    const body: Record<string, unknown> = {};
    body['self'] = body;
    expect(() => checkBody(body)).toThrow(ConfigurationError);
  });
});

test.each(['', 'a b', 'ä', 'a\r\nx: y', 'k'.repeat(257)])('an Idempotency-Key is never "%s"', (key) => {
  expect(() => checkIdempotencyKey(key)).toThrow(ConfigurationError);
});

function acceptedBy(act: () => string): string | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}

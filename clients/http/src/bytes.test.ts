import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { joinBytes, readUtf8, utf8Length } from './bytes.ts';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

describe.each([
  ['on Node', globalThis.Buffer],
  ['where there is no Buffer', undefined],
])('bytes %s', (_, buffer) => {
  beforeEach(() => void vi.stubGlobal('Buffer', buffer));
  afterEach(() => void vi.unstubAllGlobals());

  test('are put together in their order', () => {
    expect(Array.from(joinBytes([encode('a'), encode(''), encode('bcd').subarray(1)], 3))).toEqual(Array.from(encode('acd')));
  });

  test('are read as UTF-8 from where they begin, without a byte order mark', () => {
    expect(readUtf8(encode('xx\ufeffgrün 日本 🔑').subarray(2))).toBe('grün 日本 🔑');
    expect(readUtf8(encode('\ufeff\ufeff'))).toBe('\ufeff');
    expect(readUtf8(Uint8Array.of(0x61, 0xff, 0xe2, 0x82))).toBe('a\ufffd\ufffd');
    expect(readUtf8(new Uint8Array(0))).toBe('');
  });

  test('are counted as they are sent', () => {
    for (const text of ['', 'abc', 'grün 日本 🔑', '\ud800']) expect(utf8Length(text)).toBe(encode(text).length);
  });
});

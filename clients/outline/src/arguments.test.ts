import { ConfigurationError } from '@keyrack/http';
import { Secret } from '@keyrack/secret';
import { describe, expect, test } from 'vitest';
import type { CreateAccessKey } from './access-key.ts';
import { checkId, checkNewName, createBody, limitBody } from './arguments.ts';

describe('arguments', () => {
  test.each(['0', 'alice', 'a/b', ' ', '...', '100%', '__proto__', '😀'.repeat(50)])('takes the id "%s"', (id) => {
    expect(checkId(id)).toBe(id);
  });

  test.each(['', '.', '..', 'x'.repeat(101), '\ud800'])('refuses the id "%s"', (id) => {
    expect(() => checkId(id)).toThrow(ConfigurationError);
  });

  test('never clears a name by renaming', () => {
    expect(checkNewName(' ')).toBe(' ');
    expect(() => checkNewName('')).toThrow(/cannot clear/);
  });

  test.each([0, 1, 50e9, 2 ** 53, 1e308])('writes a limit of %d bytes in the one form that sets it', (bytes) => {
    expect(limitBody({ bytes })).toEqual({ limit: { bytes } });
  });

  // A server takes each of these bodies for "remove the limit", or refuses it.
  test.each([undefined, null, {}, { bytes: -1 }, { bytes: 1.5 }, { bytes: '7' }, { bytes: Number.NaN }, { bytes: Infinity }, 7000])(
    'refuses the limit %j',
    (limit) => {
      expect(() => limitBody(limit as never)).toThrow(ConfigurationError);
    },
  );

  test('sends what was given and nothing else', () => {
    const password = new Secret('pw');
    expect(createBody({})).toEqual({});
    expect(createBody({ name: '', method: 'aes-128-gcm', password, port: 443, limit: { bytes: 0 } })).toEqual({
      name: '',
      method: 'aes-128-gcm',
      password,
      port: 443,
      limit: { bytes: 0 },
    });
  });

  const wrong: readonly Record<string, unknown>[] = [
    { dataLimit: { bytes: 1 } },
    { id: '7' },
    { name: 7 },
    { method: 'AES-256-GCM' },
    { password: '' },
    { port: 0 },
    { port: 65_536 },
    { port: 1.5 },
    { port: '443' },
    { limit: null },
    { limit: { bytes: -1 } },
  ];
  test.each(wrong)('refuses %j before anything is sent', (parameters) => {
    expect(() => createBody(parameters as CreateAccessKey)).toThrow(ConfigurationError);
  });
});

import { format, inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { Secret } from './index.ts';

const value = 'canary-4711';
const secret = new Secret(value);

describe('Secret', () => {
  test('gives its value to reveal() and to nothing else', () => {
    const printed = [
      String(secret),
      `${secret}`,
      '' + secret,
      JSON.stringify({ secret }),
      inspect(secret),
      inspect({ deep: [{ secret }] }, { depth: 9, showHidden: true }),
      format('%s %o %O %j', secret, secret, secret, secret),
      Object.entries(secret).join(),
      Reflect.ownKeys(secret).map(String).join(),
      String(new Error(`refused ${secret}`).stack),
    ].join('\n');
    expect(printed).not.toContain(value);
    expect(printed).toContain('[secret]');
    expect(secret.reveal()).toBe(value);
  });

  test('refuses an empty value, and a wrong one without repeating it', () => {
    expect(() => new Secret('')).toThrow(TypeError);
    // A caller without types may hand over anything.
    expect(() => new Secret(4711 as unknown as string)).toThrow(/^(?!.*4711)/);
  });

  test('is recognised across two copies of the package', () => {
    const foreign = { [Symbol.for('@keyrack/secret')]: true };
    expect(Secret.isSecret(secret)).toBe(true);
    expect(Secret.isSecret(foreign)).toBe(true);
    expect(Secret.isSecret(value)).toBe(false);
    expect(Secret.isSecret(null)).toBe(false);
  });

  test('compares by value', () => {
    expect(secret.equals(new Secret(value))).toBe(true);
    expect(secret.equals(new Secret('other'))).toBe(false);
  });
});

import { SecretUnavailableError } from '@keyrack/contracts';
import { Secret } from '@keyrack/secret';
import { describe, expect, test } from 'vitest';
import { MemoryCipher } from './index.ts';

describe('MemoryCipher', () => {
  test('opens what it sealed, for the same record only', () => {
    const cipher = new MemoryCipher();
    const envelope = cipher.seal(new Secret('canary-1'), 'version/1');
    expect(envelope).not.toContain('canary');
    expect(cipher.open(envelope, 'version/1').reveal()).toBe('canary-1');
    expect(() => cipher.open(envelope, 'version/2')).toThrow(SecretUnavailableError);
    expect(() => cipher.open('memory-envelope.9', 'version/1')).toThrow(SecretUnavailableError);
    expect(cipher.sealed).toBe(1);
  });

  test('gives equal secrets equal fingerprints, and others others', () => {
    const cipher = new MemoryCipher();
    expect(cipher.fingerprint(new Secret('a'))).toBe(new MemoryCipher().fingerprint(new Secret('a')));
    expect(cipher.fingerprint(new Secret('a'))).not.toBe(cipher.fingerprint(new Secret('b')));
  });
});

import { Secret } from '@keyrack/secret';
import { describe, expect, test } from 'vitest';
import { findSecretPart, joinKeySecret, readKeySecret } from './key-secret.ts';

const id = 'key_dbef6a3503d30fa2cf05f68d1863dc61';
const secret = '1rv41JcTqBn0xK3wZp9sLd7uYh2eGf5aVm8iRo6tCk4';

describe('the two halves of a key', () => {
  test.each([secret, `${secret}:with:colons`, 'geheim-ß'])('are joined and taken apart without loss: %s', (value) => {
    const halves = readKeySecret(joinKeySecret({ id, secret: new Secret(value) }));
    expect([halves?.id, halves?.secret.reveal()]).toEqual([id, value]);
  });

  test.each(['', id, `${id}:`, `:${secret}`, secret, `other:${secret}`, `key_:${secret}`])('are not found in "%s"', (text) => {
    expect(text === '' ? null : readKeySecret(new Secret(text))).toBeNull();
  });
});

describe('findSecretPart', () => {
  const basic = Buffer.from(`${id}:${secret}`).toString('base64');

  test.each([
    ['both halves', `${id}:${secret}`],
    ['both halves with space around', ` ${id}:${secret}\n`],
    ['a Basic header', `Authorization: Basic ${basic}`],
    ['what a Basic header holds', basic],
    ['the secret alone', secret],
  ])('finds the secret in %s', (_, found) => {
    expect(findSecretPart(new Secret(found))?.reveal()).toBe(secret);
  });

  test.each([
    ['an id alone', id],
    ['a LiteLLM key', 'sk-0123456789012345678901234567890123'],
    ['an access URL', `ss://${basic}@192.0.2.1:1`],
    ['a sentence', 'not a secret'],
  ])('is null for %s', (_, found) => {
    expect(findSecretPart(new Secret(found))).toBeNull();
  });
});

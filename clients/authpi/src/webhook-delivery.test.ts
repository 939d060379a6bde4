import { Secret } from '@keyrack/secret';
import { describe, expect, test } from 'vitest';
import { ConfigurationError } from './client-errors.ts';
import { isGenuineDelivery } from './webhook-delivery.ts';
import type { DeliveryHeaders, DeliveryProof } from './webhook-delivery.ts';

const token = 'b3ar3r';

describe('a delivery', () => {
  test.each<[string, DeliveryHeaders]>([
    ['as Node has headers', { authorization: `Bearer ${token}` }],
    ['in another letter case', { Authorization: `bearer ${token}` }],
    ['as a Request has them', new Headers({ authorization: `Bearer ${token}` })],
  ])('is genuine with the right token, %s', (_, headers) => {
    expect(isGenuineDelivery(headers, { type: 'bearer', token })).toBe(true);
    expect(isGenuineDelivery(headers, { type: 'bearer', token: new Secret(token) })).toBe(true);
  });

  test.each<[string, DeliveryHeaders]>([
    ['no token', {}],
    ['a part of it', { authorization: `Bearer ${token.slice(0, -1)}` }],
    ['more than it', { authorization: `Bearer ${token}x` }],
    ['another one', { authorization: 'Bearer other' }],
    ['another scheme', { authorization: `Basic ${token}` }],
    ['the token alone', { authorization: token }],
    ['two of them', { authorization: [`Bearer ${token}`, `Bearer ${token}`] }],
  ])('is not with %s', (_, headers) => {
    expect(isGenuineDelivery(headers, { type: 'bearer', token })).toBe(false);
  });

  test('is never let in by a signature that nobody can check, nor by an empty token', () => {
    const proofs: readonly DeliveryProof[] = [{ type: 'signature' }, { type: 'bearer+signature' }, { type: 'bearer', token: '' }];
    for (const proof of [...proofs, { type: 'other' } as never])
      expect(() => isGenuineDelivery({ authorization: 'Bearer ' }, proof)).toThrow(ConfigurationError);
  });

  test('of a webhook without proof is taken as it is', () => {
    expect(isGenuineDelivery({}, { type: 'none' })).toBe(true);
  });
});

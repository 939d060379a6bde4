import { inspect } from 'node:util';
import { Secret } from '@keyrack/secret';
import { describe, expect, test } from 'vitest';
import { wrapSecrets } from './secrets.ts';
import type { SecretPlaces } from './secrets.ts';

const wrap = (fields: Record<string, unknown>, places: SecretPlaces = {}): Record<string, unknown> => {
  wrapSecrets(fields, places);
  return fields;
};

describe('secrets in an answer', () => {
  test('are wrapped where an operation says that they stand, lists of them too', () => {
    const { secret, codes, id } = wrap(
      { secret: 's3cret', codes: ['c0de-1', 'c0de-2'], id: 'x' },
      { secrets: ['secret', 'codes', 'gone'] },
    );
    expect(inspect([secret, codes])).toBe('[ [secret], [ [secret], [secret] ] ]');
    expect(id).toBe('x');
  });

  test('are wrapped in every answer when their name says that they are shown in plain', () => {
    expect(wrap({ signature_secret_plain: 's3cret', plain: 'text' })).toMatchObject({
      signature_secret_plain: expect.any(Secret),
      plain: 'text',
    });
  });

  test('are found by their names within objects that nobody has described, at any depth', () => {
    const auth = { type: 'bearer', bearer_token: 't', secrets: ['a'], nested: [{ client_secret: 's', client_id: 'c' }], key: 'k' };
    const shown = inspect(wrap({ auth }, { secretsWithin: ['auth'] }), { depth: 9 });
    expect(shown.match(/\[secret\]/g)).toHaveLength(4);
    expect(shown).toContain("client_id: 'c'");
  });

  test.each([
    'secret_hint',
    'token_endpoint',
    'token_endpoint_auth_method',
    'password_status',
    'secret_rotated_at',
    'token_url',
    'credential_id',
    'type',
  ])('are not %s, which is shown', (name) => {
    expect(wrap({ settings: { [name]: 'shown' } }, { secretsWithin: ['settings'] })).toEqual({ settings: { [name]: 'shown' } });
  });

  test('are never an empty text, and data of the user’s is left alone', () => {
    const fields = { secret: '', metadata: { secret: 'mine', token_plain: 'mine' }, settings: null };
    expect(wrap({ ...fields }, { secrets: ['secret'], secretsWithin: ['settings'] })).toEqual(fields);
  });
});

import { expect, it } from 'vitest';
import { KeySecrets } from './access/key-secrets.ts';
import { Table } from './rows/table.ts';
import { SeedKeys } from './seed-keys.ts';
import { userApiKeys } from './tables/user-api-keys.ts';

function installation(salt: number): { readonly keys: Table; readonly secrets: KeySecrets } {
  const keys = new Table(userApiKeys.schema);
  const seeds = new SeedKeys({ firstKey: 1, count: 1_000, user: 1, createdSeconds: 0, salt });
  keys.addLazily(seeds);
  return { keys, secrets: new KeySecrets(keys, seeds) };
}

it('gives every seeded key a secret of its own, by which it is found and by no other', () => {
  const { keys, secrets } = installation(1);
  const all = Array.from(keys.rows(), ({ $key }) => [$key, secrets.of($key)] as const);
  expect(new Set(all.map(([, secret]) => secret)).size).toBe(1_000);
  for (const [key, secret] of all) {
    expect(secret).toMatch(/^[0-9A-Za-z]{43}$/);
    expect(secrets.find(secret)?.$key).toBe(key);
    expect(secrets.find(`${secret.slice(0, -1)}-`)).toBeUndefined();
    expect(installation(2).secrets.find(secret)).toBeUndefined();
  }
  keys.remove(1);
  expect(secrets.find(all[0]?.[1] ?? '')).toBeUndefined();
  expect(secrets.find('')).toBeUndefined();
  expect(secrets.find('!!!!!')).toBeUndefined();
});

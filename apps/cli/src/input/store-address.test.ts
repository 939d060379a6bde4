import { describe, expect, test } from 'vitest';
import { UsageError } from '../usage-error.ts';
import { storeAddress } from './store-address.ts';

describe('--store', () => {
  test.each(['sqlite', 'postgres://rack@db:5432/keys', 'postgres://rack@/keys?host=/run', 'file:/etc/store:a@b', 'env:STORE'])(
    'takes %s',
    (text) => {
      expect(storeAddress(text)).toBe(text);
    },
  );

  test.each(['postgres://rack:canary@db/keys', 'postgresql://:canary@/keys', 'postgres://rack@db/keys?password=canary'])(
    'refuses %s without repeating it',
    (text) => {
      expect(() => storeAddress(text)).toThrow(UsageError);
      expect(() => storeAddress(text)).toThrow(/^(?!.*canary)/);
    },
  );
});

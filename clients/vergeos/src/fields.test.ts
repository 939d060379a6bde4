import { ConfigurationError } from '@keyrack/http';
import { describe, expect, test } from 'vitest';
import { fieldList } from './fields.ts';

describe('the list of fields', () => {
  test('holds what is needed and what is asked for, each once', () => {
    expect(fieldList(['$key', 'name'], undefined)).toBe('$key,name');
    expect(fieldList(['$key', 'name'], ['name', 'user#email as user_email', ' stats[reads,writes] ', 'upper(lower(name)) as n'])).toBe(
      '$key,name,user#email as user_email,stats[reads,writes],upper(lower(name)) as n',
    );
  });

  // A text would be taken apart letter by letter, a set has no order, and a field without a name turns rows into their number.
  test.each(['$key,name', new Set(['name']), [''], [','], ['a,b'], [' '], ['stats[a,b'], ['a)'], [7], null, {}])(
    'is not made of %j',
    (asked) => {
      expect(() => fieldList(['$key'], asked as never)).toThrow(ConfigurationError);
    },
  );
});

import { describe, expect, it } from 'vitest';
import { NotKnownError } from '../../kit/not-known.ts';
import { parseFields } from './parser.ts';

const path = (...names: readonly string[]) => ({ kind: 'path', names });

describe('fields', () => {
  it.each([
    ['$key,name', [path('$key'), path('name')], [undefined, undefined]],
    [' name , , email ', [path('name'), path('email')], [undefined, undefined]],
    ['user#name as user_name', [path('user', 'name')], ['user_name']],
    ['identity#owner#$display as shown', [path('identity', 'owner', '$display')], ['shown']],
    ['count(members) as n', [{ kind: 'call', name: 'count', argument: path('members') }], ['n']],
    [
      'upper( lower(name) ) as n',
      [{ kind: 'call', name: 'upper', argument: { kind: 'call', name: 'lower', argument: path('name') } }],
      ['n'],
    ],
    ['machine#stats[reads,sum(writes) as w] as s,name', [{ kind: 'selection', of: ['machine', 'stats'] }, path('name')], ['s', undefined]],
  ])('are read: %s', (text, expressions, aliases) => {
    const entries = parseFields(text);
    expect(entries.map(({ expression }) => expression)).toEqual(expressions);
    expect(entries.map(({ alias }) => alias)).toEqual(aliases);
  });

  it.each([',', '   ', ',,,'])('without a name in them are none: %j', (text) => {
    expect(parseFields(text)).toEqual([]);
  });

  it.each(['name as', 'a b', 'count(', 'count()', 'a##b', '#a', 'a[b', '"name"', `${'a('.repeat(400)}b`])(
    'that nobody has tried are not guessed at: %s',
    (text) => {
      expect(() => parseFields(text)).toThrow(NotKnownError);
    },
  );

  it('split character by character ask for letters, of which no column has the name', () => {
    expect(parseFields('$,k,e,y,,,n').map(({ expression }) => expression)).toEqual(['$', 'k', 'e', 'y', 'n'].map((letter) => path(letter)));
  });
});

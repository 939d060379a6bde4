import { describe, expect, it } from 'vitest';
import { Bindings } from './bindings.ts';
import type { ValueForm } from './compare.ts';
import { differences } from './compare.ts';
import type { RecordedResponse } from './recorded-call.ts';

const password: ValueForm = (recorded, actual, bindings) => {
  if (typeof actual !== 'string' || actual.length !== 4) return { wrong: 'not four letters' };
  return bindings.bind('password', recorded, actual) ? { value: actual } : { wrong: 'stands for another' };
};

function answer(body: string, changes: Partial<RecordedResponse> = {}): RecordedResponse {
  return { status: 200, headers: { server: 'restify', date: 'then' }, body, ...changes };
}

function compare(recorded: RecordedResponse, actual: RecordedResponse, bindings = new Bindings()): readonly string[] {
  return differences(recorded, actual, { ignoredHeaders: ['date'], forms: { password }, bindings });
}

describe('the comparison of answers', () => {
  it('finds none between equal answers but for ignored headers and volatile values', () => {
    const recorded = answer('{"id":"0","list":[{"password":"abcd"}],"limit":1e+308}');
    expect(
      compare(recorded, answer('{"id":"0","list":[{"password":"wxyz"}],"limit":1e+308}', { headers: { server: 'restify', date: 'now' } })),
    ).toEqual([]);
  });

  it.each([
    ['another status', answer('{}', { status: 201 })],
    ['another header', answer('{}', { headers: { server: 'nginx' } })],
    ['a header too few', answer('{}', { headers: {} })],
    ['a header too many', answer('{}', { headers: { server: 'restify', allow: 'GET' } })],
    ['another body', answer('{"a":1}')],
    ['no JSON', answer('[')],
    ['other spaces', answer('{ }')],
  ])('finds %s', (_what, actual) => {
    expect(compare(answer('{}'), actual)).toHaveLength(1);
  });

  it.each([
    ['{"a":1,"b":2}', '{"b":2,"a":1}'],
    ['{"a":[1,2]}', '{"a":[1]}'],
    ['{"a":[1]}', '{"a":[1,2]}'],
    ['{"a":1}', '{"a":"1"}'],
    ['{"a":{"b":1}}', '{"a":null}'],
    ['plain', 'text'],
  ])('sees that %s is not %s', (recorded, actual) => {
    expect(compare(answer(recorded), answer(actual))).toHaveLength(1);
  });

  it('wants volatile values in their form and each to stand for one recorded value only', () => {
    const bindings = new Bindings();
    const keyed = (value: unknown) => answer(JSON.stringify({ password: value }));
    expect(compare(keyed('abcd'), keyed('wxyz'), bindings)).toEqual([]);
    expect(compare(keyed('abcd'), keyed('wxyz'), bindings)).toEqual([]);
    expect(compare(keyed('abcd'), keyed('other'), bindings)).toEqual(['body, password: not four letters']);
    expect(compare(keyed('abcd'), keyed('1234'), bindings)).toEqual(['body, password: stands for another']);
    expect(compare(keyed('efgh'), keyed('wxyz'), bindings)).toEqual(['body, password: stands for another']);
    expect(bindings.actualFor('password', 'abcd')).toBe('wxyz');
    expect(bindings.actualFor('password', 'never seen')).toBe('never seen');
  });
});

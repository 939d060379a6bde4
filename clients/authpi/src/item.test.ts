import { inspect } from 'node:util';
import type { AnswerToDecode } from '@keyrack/http';
import type { Secret } from '@keyrack/secret';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { thrownBy } from '../test/support/failure-of.ts';
import { MalformedResponseError, MissingSecretError } from './client-errors.ts';
import { readItem } from './item.ts';
import type { Item } from './item.ts';

const answer = (headers: Readonly<Record<string, string>> = {}): AnswerToDecode => ({
  status: 201,
  headers,
  requestId: undefined,
  errorDetails: () => ({ system: 'authpi', method: 'POST', route: '/r', attempts: 1, outcome: 'applied', retryable: false, status: 201 }),
});
const created = (body: unknown, headers?: Readonly<Record<string, string>>): Item<{ id: string; secret_plain: Secret }> =>
  readItem(body, answer(headers), { isRead: false, secrets: ['secret_plain'], requiredSecret: 'secret_plain' });

describe('an answer that shows one object', () => {
  test('is taken out of its envelope, and unknown fields stay', () => {
    expect(readItem({ data: { id: 'a', more: 1 } }, answer(), { isRead: true })).toEqual({ id: 'a', more: 1 });
    expect(readItem({ id: 'a', more: 1 }, answer(), { isRead: true })).toEqual({ id: 'a', more: 1 });
    expect(readItem({ count: 7 }, answer(), { isRead: true })).toEqual({ count: 7 });
  });

  test('keeps the data of an event, which is no envelope', () => {
    const event = { id: 'evt_1', spec: '1.0', data: { id: 'usr_1' } };
    expect(readItem(event, answer(), { isRead: true })).toEqual(event);
    expect(readItem({ data: event }, answer(), { isRead: true })).toEqual(event);
  });

  test('has its tag beside the fields, out of the way of copies and JSON', () => {
    const item = readItem<{ id: string }>({ data: { id: 'a' } }, answer({ etag: '"7"', 'idempotent-replayed': 'true' }), { isRead: true });
    expect([item.etag, item.replayed]).toEqual(['"7"', true]);
    expect(JSON.stringify(item)).toBe('{"id":"a"}');
    expect({ ...item }).toStrictEqual({ id: 'a' });
    const plain = readItem<{ id: string }>({ id: 'a' }, answer(), { isRead: true });
    expect([plain.etag, plain.replayed]).toEqual([null, false]);
  });

  test('is nothing but a success for a write that is answered without a body', () => {
    for (const body of [undefined, null, { data: null }]) expect({ ...readItem(body, answer(), { isRead: false }) }).toEqual({});
    for (const body of [undefined, null, { data: null }])
      expect(() => readItem(body, answer(), { isRead: true })).toThrow(MalformedResponseError);
  });
});

describe('a one-time secret', () => {
  test('is given wrapped, and is never lost to a missing or unexpected field beside it', () => {
    for (const body of [
      { data: { id: 'key_1', secret_plain: 's3cret' } },
      { id: 'key_1', secret_plain: 's3cret' },
      { data: { id: 'key_1', secret_plain: 's3cret', issuer_id: null, restrictions: 7 }, meta: {} },
      { data: { id: 'key_1' }, secret_plain: 's3cret' },
    ]) {
      const item = created(body);
      expect([item.id, item.secret_plain.reveal()]).toEqual(['key_1', 's3cret']);
      expect(inspect(item) + JSON.stringify(item)).not.toContain('s3cret');
    }
    expect(created({ data: { secret_plain: 's3cret' } }).secret_plain.reveal()).toBe('s3cret');
  });

  test.each<[unknown, string | null]>([
    [{ data: { id: 'key_1' } }, 'key_1'],
    [{ data: { id: 'key_1', secret_plain: '' } }, 'key_1'],
    [{ data: { id: 'key_1', secret_plain: null } }, 'key_1'],
    [{ data: { id: 7 } }, null],
    [{ data: { id: 'a\nb' } }, null],
    [undefined, null],
  ])('that is missing from %j is an error with the id of what was made', (body, id) => {
    const error = thrownBy(() => created(body));
    expect(error).toBeInstanceOf(MissingSecretError);
    expect(error).toMatchObject({ id, outcome: 'applied', code: 'missing-secret', error: 'malformed_response' });
  });

  test('is the one of the key whose secret was replaced, where the answer says nothing of it', () => {
    const shape = { isRead: false, secrets: ['secret_plain'], requiredSecret: 'secret_plain', secretFor: 'key_7' };
    expect(thrownBy(() => readItem({ data: {} }, answer(), shape))).toMatchObject({ id: 'key_7' });
  });
});

test('any JSON becomes an object or an error of ours that repeats nothing of it', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.boolean(), (body, isRead) => {
      const error = thrownBy(() => readItem(body, answer(), { isRead, secrets: ['a', 'id'] }));
      expect(error === undefined || error instanceof MalformedResponseError).toBe(true);
    }),
  );
});

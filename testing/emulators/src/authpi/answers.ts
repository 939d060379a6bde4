import type { EmulatedAnswer } from '../kit/exchange.ts';
import type { NotKnownError } from '../kit/not-known.ts';
import type { ApiError } from './api-error.ts';
import type { Operation } from './contract.ts';
import type { Result } from './records/call.ts';
import { etagOf } from './records/record.ts';
import { shape } from './records/shape.ts';
import { randomId } from './random.ts';

const json = ['Content-Type', 'application/json; charset=utf-8'] as const;

/** A success, with exactly the fields that the contract gives the answer. */
export function successAnswer(operation: Operation, result: Result): EmulatedAnswer {
  const type = operation.response ?? 'object';
  switch (result.kind) {
    case 'none':
      return { kind: 'answer', status: 204, headers: [], body: null };
    case 'item': {
      const tag = result.record === undefined ? [] : [['ETag', etagOf(result.record)] as const];
      return withJson(statusOf(operation), { data: shape(type, result.fields) }, tag);
    }
    case 'array':
      return withJson(200, { data: shape(`${type}[]`, result.items) });
    case 'page': {
      const { nextCursor } = result;
      return withJson(200, {
        data: shape(`${type}[]`, result.items),
        has_more: nextCursor !== null,
        next_cursor: nextCursor,
        invalid_count: 0,
      });
    }
  }
}

/** An error in the service's own form. A 412 names the tag under both spellings, since the documentation and the vendor's client disagree. */
export function errorAnswer({ status, code, message, extras }: ApiError): EmulatedAnswer {
  const { fields, retryAfterSeconds, currentEtag, retryable = false, headers = {} } = extras;
  const body = {
    error: code,
    error_description: message,
    reference: randomId('ref'),
    retryable,
    ...(retryAfterSeconds === undefined ? {} : { retry_after: retryAfterSeconds }),
    ...(fields === undefined ? {} : { fields }),
    ...(currentEtag === undefined ? {} : { current_etag: currentEtag, currentETag: currentEtag }),
  };
  const wait = retryAfterSeconds === undefined ? [] : [['Retry-After', String(retryAfterSeconds)] as const];
  return withJson(status, body, [...wait, ...Object.entries(headers)]);
}

/** The 501 for a fact that nobody has described, in the service's own form. */
export function notKnownAnswer({ message }: NotKnownError): EmulatedAnswer {
  return withJson(501, { error: 'not_known', error_description: message, retryable: false });
}

function statusOf({ success, verb, ifMatch }: Operation): number {
  return success ?? (verb === 'POST' && !ifMatch ? 201 : 200); // of the POSTs, only those that create take no tag
}

function withJson(status: number, value: unknown, headers: readonly (readonly [string, string])[] = []): EmulatedAnswer {
  return { kind: 'answer', status, headers: [json, ...headers], body: JSON.stringify(value) };
}

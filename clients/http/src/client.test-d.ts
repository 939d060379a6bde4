import { Secret } from '@keyrack/secret';
import { expectTypeOf, test } from 'vitest';
import type { ApiRequest, CallOptions, HttpClient, HttpClientOptions } from './index.ts';

declare const client: HttpClient;

test('the body of an answer is what the decoder gives, and unknown without one', () => {
  const read = { method: 'GET', route: '/' } as const;
  expectTypeOf(client.request({ ...read, decode: () => ({ id: '7' }) }))
    .resolves.toHaveProperty('body')
    .toEqualTypeOf<{ id: string }>();
  expectTypeOf(client.request(read)).resolves.toHaveProperty('body').toEqualTypeOf<unknown>();
});

test('secrets go where they are kept secret, and nowhere else', () => {
  const secret = new Secret('s');
  expectTypeOf({
    method: 'GET',
    route: '/{key}',
    parameters: { key: secret },
    headers: { 'x-key': secret },
  } as const).toExtend<ApiRequest>();
  expectTypeOf({ method: 'GET', route: '/', query: { key: secret } } as const).not.toExtend<ApiRequest>();
  expectTypeOf({ kind: 'bearer', token: 'plain' } as const).not.toExtend<HttpClientOptions['authentication']>();
});

test('methods and retries are what the transport knows', () => {
  expectTypeOf({ method: 'TRACE', route: '/' } as const).not.toExtend<ApiRequest>();
  expectTypeOf({ retries: true } as const).not.toExtend<CallOptions>();
  expectTypeOf({ retries: false } as const).toExtend<CallOptions>();
});

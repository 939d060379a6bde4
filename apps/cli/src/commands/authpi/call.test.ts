import { readFileSync } from 'node:fs';
import { AuthPIClient } from '@keyrack/authpi';
import { describe, expect, test } from 'vitest';
import { callPages, prepareMethod } from './call.ts';
import { findMethod } from '../../input/typed-words.ts';
import { authpiMethods } from './methods.ts';

const refusing = { honours: [], send: () => Promise.reject(new Error('sent')), close: () => Promise.resolve() } as const;
const client = new AuthPIClient({ apiKey: { id: 'key_1', secret: 's' }, accountId: 'acc_1', transport: refusing, retries: false });
const nothing = { query: {}, body: undefined, ifMatch: undefined, idempotencyKey: undefined };
const rows = authpiMethods.map((method) => [method.words, method] as const);
const typedWords = (words: string): readonly string[] => words.replaceAll(/<(\w+)>/g, 'the-$1').split(' ');

describe('every method of the table', () => {
  test('is one of the contract, and no other is missing', () => {
    const file = new URL('../../../../../testing/emulators/src/authpi/contract.json', import.meta.url);
    const { resources } = JSON.parse(readFileSync(file, 'utf8')) as {
      readonly resources: readonly { readonly methods: readonly object[] }[];
    };
    expect(authpiMethods).toHaveLength(resources.flatMap(({ methods }) => methods).length);
    expect(new Set(authpiMethods.map(({ words }) => words)).size).toBe(authpiMethods.length);
  });

  test.each(rows)('is found by its words, and makes its own call: %s', async (words, method) => {
    const typed = findMethod(authpiMethods, typedWords(words));
    expect(typed.method).toBe(method);
    const body = method.body === undefined ? undefined : { sent: 1 };
    const { method: verb, route, parameters, body: sent } = await prepareMethod(client, typed, { ...nothing, body });
    const { account_id: account, ...others } = parameters;
    expect([verb, sent]).toEqual([method.verb, body]);
    const given = Object.entries(words.includes('<account_id>') ? { ...others, account_id: account } : others);
    expect(given).toEqual(expect.arrayContaining(given.map(([name]) => [name, `the-${name}`])));
    expect(given).toHaveLength(typed.ids.length);
    expect([...route.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)).toEqual(expect.arrayContaining(Object.keys(others)));
  });

  test.each(rows.filter(([, { gives }]) => gives === 'page'))('can be walked when it is a list: %s', async (words) => {
    const pages = callPages(client, findMethod(authpiMethods, typedWords(words)), { ...nothing, signal: new AbortController().signal });
    await expect(pages[Symbol.asyncIterator]().next()).rejects.toThrow(/GET/);
  });
});

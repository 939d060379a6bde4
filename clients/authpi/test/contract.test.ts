import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { TransportRequest } from '@keyrack/http';
import { AuthPIClient, MissingSecretError } from '../src/index.ts';
import type { PreparedCall } from '../src/index.ts';
import { failureOf } from './support/failure-of.ts';
import { ScriptedTransport } from './support/scripted-transport.ts';

/** One method of the vendor's own client, as the contract of the API tells it. */
interface ContractMethod {
  readonly name: string;
  readonly verb: string;
  readonly path: string;
  readonly query: Readonly<Record<string, { readonly type: string }>>;
  readonly body: { readonly type: string; readonly required: boolean; readonly fields?: object; readonly guess?: object } | null;
  readonly ifMatch: boolean;
  readonly idempotencyKey: boolean;
  readonly response: string | null;
  readonly responseShape: 'item' | 'page' | 'array' | 'none';
  readonly cursorPaged?: boolean;
}

interface ContractResource {
  readonly name: string;
  readonly accessor: string | null;
  readonly scope: string;
  readonly methods: readonly ContractMethod[];
}

type Callable = (...args: readonly unknown[]) => unknown;

const file = new URL('../../../testing/emulators/src/authpi/contract.json', import.meta.url);
const { resources } = JSON.parse(readFileSync(file, 'utf8')) as { readonly resources: readonly ContractResource[] };
const methods = resources.flatMap((resource) =>
  resource.methods.map((method) => [`${resource.name}.${method.name}`, resource, method] as const),
);
const camelCase = (name: string): string => name.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
const idOf = (parameter: string): string => `the-${parameter}`;
const item = { id: 'x', secret_plain: 's', token_plain: 's', secret: 's', codes: ['c'] };
const answers = { item: { data: item }, page: { data: [] }, array: { data: [] }, none: undefined };

/** The object of the client that a method belongs to. */
function ownerOf(client: object, { name, accessor }: ContractResource): unknown {
  if (name === 'me') return client;
  return (accessor ?? name).split('.').reduce<unknown>((owner, step) => {
    const [member = '', parameter] = step.replace(')', '').split('(');
    const found: unknown = Reflect.get(owner as object, camelCase(member));
    return parameter === undefined ? found : (found as Callable).call(owner, idOf(parameter));
  }, client);
}

/** The arguments in the order in which every method takes them: ids, body, query, options. */
function argumentsOf(resource: ContractResource, method: ContractMethod): readonly unknown[] {
  const fixed = resource.scope === 'root' ? [] : Array.from(resource.accessor?.matchAll(/\((\w+)\)/g) ?? [], ([, id]) => id);
  const own = Array.from(method.path.matchAll(/\{(\w+)\}/g), ([, id = '']) => id).filter(
    (id) => !fixed.includes(id) && (id !== 'account_id' || resource.scope === 'root'),
  );
  const { body, query } = method;
  const isKnown = body !== null && (body.required || Object.keys(body.fields ?? {}).length > 0 || body.guess !== undefined);
  const options = {
    ...(method.ifMatch ? { ifMatch: '"7"' } : {}),
    ...(method.idempotencyKey ? { idempotencyKey: 'mine' } : {}),
    ...(body !== null && !isKnown ? { body: { sent: 1 } } : {}),
  };
  const asked = Object.fromEntries(Object.entries(query).map(([name, { type }]) => [name, samples[type]]));
  return [...own.map(idOf), ...(isKnown ? [{ sent: 1 }] : []), ...(Object.keys(query).length > 0 ? [asked] : []), options];
}

/** Answers that are a loss without the secret in them. */
const secretsShown: ReadonlySet<string> = new Set([
  'CreateApiKeyResponse',
  'ApiKeysRotateResponse',
  'IssuerClientsRotateSecretResponse',
  'OrganizationSsoRotateSecretResponse',
  'UserTokensCreateResponse',
  'UserVerifiersRegenerateResponse',
]);

const samples: Readonly<Record<string, unknown>> = { integer: 7, number: 7, boolean: true, string: 's' };

async function call(
  resource: ContractResource,
  method: ContractMethod,
  name = camelCase(method.name),
): Promise<{ transport: ScriptedTransport; result: unknown }> {
  const transport = new ScriptedTransport({ status: method.responseShape === 'none' ? 204 : 200, body: answers[method.responseShape] });
  const client = new AuthPIClient({ accessToken: 't', accountId: idOf('account_id'), transport });
  const owner = ownerOf(client, resource) as object;
  const result: unknown = (Reflect.get(owner, name) as Callable).call(owner, ...argumentsOf(resource, method));
  return { transport, result };
}

describe('every method of the contract', () => {
  test('is there: 142 of them, for 127 operations', () => {
    expect(methods).toHaveLength(142);
    expect(new Set(methods.map(([, , { verb, path }]) => `${verb} ${path}`)).size).toBe(127);
  });

  test.each(methods)('%s sends what it says', async (_, resource, method) => {
    const { transport, result } = await call(resource, method);
    await result;
    const [request] = transport.sent;
    const [path, query = ''] = (request?.path ?? '').split('?');
    expect(transport.sent).toHaveLength(1);
    expect([request?.method, path]).toEqual([method.verb, method.path.replaceAll(/\{(\w+)\}/g, (__, id: string) => idOf(id))]);
    const asked = Object.entries(method.query).map(([name, { type }]) => [name, String(samples[type])]);
    expect(Object.fromEntries(new URLSearchParams(query))).toEqual(Object.fromEntries(asked));
    expect(request?.body).toBe(method.body === null ? undefined : '{"sent":1}');
    expect([request?.headers['if-match'], request?.headers['idempotency-key']]).toEqual([
      method.ifMatch ? '"7"' : undefined,
      method.idempotencyKey ? 'mine' : undefined,
    ]);
  });

  test.each(methods)('%s is made ready without being sent, and then goes out the same', async (_, resource, method) => {
    const direct = await call(resource, method);
    const transport = new ScriptedTransport({ status: method.responseShape === 'none' ? 204 : 200, body: answers[method.responseShape] });
    const client = new AuthPIClient({ accessToken: 't', accountId: idOf('account_id'), transport });
    const owner = ownerOf(client.prepare, resource) as object;
    const name = camelCase(method.name);
    const prepared = (await (Reflect.get(owner, name) as Callable).call(owner, ...argumentsOf(resource, method))) as PreparedCall;
    expect(transport.sent).toEqual([]);
    expect(await client.send(prepared)).toEqual(await direct.result);
    const shown = ({ method: verb, path, headers, body }: TransportRequest): unknown => ({ verb, path, headers, body });
    expect(transport.sent.map(shown)).toEqual(direct.transport.sent.map(shown));
  });

  test.each(methods.filter(([, , { verb }]) => verb === 'POST'))(
    '%s has an Idempotency-Key without being given one',
    async (_, resource, method) => {
      const { transport, result } = await call(resource, { ...method, idempotencyKey: false });
      await result;
      expect(transport.sent[0]?.headers['idempotency-key']).toMatch(/^[0-9a-f-]{36}$/);
    },
  );

  test.each(methods.filter(([, , { verb }]) => verb !== 'GET'))(
    '%s has worked when it is answered without a body',
    async (_, resource, method) => {
      for (const status of [200, 201, 204]) {
        const client = new AuthPIClient({ accessToken: 't', accountId: idOf('account_id'), transport: new ScriptedTransport({ status }) });
        const owner = ownerOf(client, resource) as object;
        const name = camelCase(method.name);
        const answer = (Reflect.get(owner, name) as Callable).call(owner, ...argumentsOf(resource, method)) as Promise<unknown>;
        // Only a secret that it should hold can be missed, and then it is known that the write has worked.
        const expected = secretsShown.has(method.response ?? '') ? { constructor: MissingSecretError, outcome: 'applied' } : undefined;
        const failure = await failureOf(answer);
        if (expected === undefined) expect(failure).toBeUndefined();
        else expect(failure).toMatchObject(expected);
      }
    },
  );

  test.each(methods.filter(([, , { responseShape }]) => responseShape === 'page'))('%s is an iterable too', async (_, resource, method) => {
    const { cursor: _cursor, ...query } = method.query;
    const base = camelCase(method.name);
    const names = method.cursorPaged === true ? [`${base}All`, `${base}Pages`] : [`${base}All`];
    for (const name of names) {
      const { transport, result } = await call(resource, { ...method, query }, name);
      expect(await countOf(result as AsyncIterable<unknown>)).toBe(name.endsWith('Pages') ? 1 : 0);
      expect(transport.sent[0]?.path.split('?')[0]).toBe(method.path.replaceAll(/\{(\w+)\}/g, (__, id: string) => idOf(id)));
    }
  });
});

async function countOf(items: AsyncIterable<unknown>): Promise<number> {
  const iterator = items[Symbol.asyncIterator]();
  let count = 0;
  while ((await iterator.next()).done !== true) count += 1;
  return count;
}

import { readFileSync } from 'node:fs';
import { acceptedWrongly, callsOf, countingTransport, methodNames, optional } from '@keyrack/testing-kit';
import { describe, expect, test } from 'vitest';
import * as authpi from './index.ts';
import { AuthPIClient, ConfigurationError } from './index.ts';

const options = optional({});

/** What the contract tells of a method, as far as its arguments go. */
interface ContractMethod {
  readonly name: string;
  readonly path: string;
  readonly query: object;
  readonly body: { readonly required: boolean; readonly fields?: object; readonly guess?: object } | null;
  readonly responseShape: 'item' | 'page' | 'array' | 'none';
}

interface ContractResource {
  readonly name: string;
  readonly accessor: string | null;
  readonly scope: string;
  readonly methods: readonly ContractMethod[];
}

const file = new URL('../../../testing/emulators/src/authpi/contract.json', import.meta.url);
const { resources } = JSON.parse(readFileSync(file, 'utf8')) as { readonly resources: readonly ContractResource[] };
const camelCase = (name: string): string => name.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** The arguments that are right: ids, then the body, the query and the options, as every method takes them. */
function rightOf({ scope, accessor }: ContractResource, { path, query, body }: ContractMethod): readonly unknown[] {
  const fixed = scope === 'root' ? [] : Array.from(accessor?.matchAll(/\((\w+)\)/g) ?? [], ([, id]) => id);
  const ids = Array.from(path.matchAll(/\{(\w+)\}/g), ([, id = '']) => id).filter(
    (id) => !fixed.includes(id) && (id !== 'account_id' || scope === 'root'),
  );
  const takesBody = body !== null && (body.required || Object.keys(body.fields ?? {}).length > 0 || body.guess !== undefined);
  return [...ids.map(() => 'x'), ...(takesBody ? [{ sent: 1 }] : []), ...(Object.keys(query).length > 0 ? [optional({})] : []), options];
}

/** Where the client has what the contract calls so: `issuer.user.tokens`. */
function placeOf({ name, accessor }: ContractResource): string {
  return name === 'me' ? '' : camelCase((accessor ?? name).replaceAll(/\(\w+\)/g, ''));
}

/** Every method by its name, lists as iterations too. */
const methods: Readonly<Record<string, readonly unknown[]>> = Object.fromEntries(
  resources.flatMap((resource) =>
    resource.methods.flatMap((method) => {
      const base = [placeOf(resource), camelCase(method.name)].filter((part) => part !== '').join('.');
      const names = method.responseShape === 'page' ? [base, `${base}All`, `${base}Pages`] : [base];
      return names.map((name) => [name, rightOf(resource, method)] as const);
    }),
  ),
);
const own: Readonly<Record<string, readonly unknown[]>> = {
  accountId: [options],
  request: [{ method: 'GET', route: '/v1/me' }, options],
  send: [{ method: 'GET', route: '/v1/me', parameters: {}, query: {}, headers: {}, decode: () => undefined }, options],
  issuer: ['x'],
  webhook: ['x'],
  'apiKeys.prepareCreate': [{ name: 'x' }, options],
};

class Sender {
  readonly #counting = countingTransport((error) => ConfigurationError.isInstance(error));
  readonly client = new AuthPIClient({
    baseUrl: 'https://203.0.113.5:1',
    apiKey: { id: 'key_1', secret: 'secret' },
    accountId: 'acc_1',
    transport: this.#counting.transport,
    retries: false,
  });
  readonly trial = this.#counting.trial;
}

/** The client with everything that hangs on an id in the place of the method that gives it. */
function laidOpen(client: Pick<AuthPIClient, 'issuer' | 'webhook'>): object {
  const issuer = client.issuer('x');
  const scopes = { user: issuer.user('x'), agent: issuer.agent('x'), organization: issuer.organization('x') };
  return Object.assign(client, { issuer: Object.assign(issuer, scopes), webhook: client.webhook('x') });
}

describe('whatever is wrong among the arguments is refused before anything is sent', () => {
  test('of every method of a client', async () => {
    const { client, trial } = new Sender();
    expect(await acceptedWrongly(callsOf(client, own), trial)).toEqual([]);
    const opened = laidOpen(client);
    const there = methodNames(opened, ['close', 'toString', 'toJSON', 'prepare', 'origin']);
    const known = there.filter((name) => Object.hasOwn(methods, name));
    const others = there.filter((name) => !Object.hasOwn(methods, name) && !Object.hasOwn(own, name));
    expect(others).toEqual(['apiKeys.createPrepared']);
    expect(known.length).toBeGreaterThan(142);
    const rights = Object.fromEntries(known.map((name) => [name, methods[name] ?? []]));
    expect(await acceptedWrongly(callsOf(opened, rights), trial)).toEqual([]);
    const prepared = client.apiKeys.prepareCreate({ name: 'x', restrictions: {} });
    expect(await acceptedWrongly(callsOf(client, { 'apiKeys.createPrepared': [prepared, options] }), trial)).toEqual([]);
  });

  test('of every method that makes a call ready', async () => {
    const { client, trial } = new Sender();
    const prepare = laidOpen(client.prepare as unknown as AuthPIClient);
    const names = methodNames(prepare, ['toString']).filter((name) => Object.hasOwn(methods, name) && !/(?:All|Pages)$/.test(name));
    expect(names.length).toBeGreaterThan(100);
    expect(await acceptedWrongly(callsOf(prepare, Object.fromEntries(names.map((name) => [name, methods[name] ?? []]))), trial)).toEqual(
      [],
    );
  });

  test('and an iteration is never made ready', async () => {
    const prepare = new Sender().client.prepare as unknown as AuthPIClient;
    for (const items of [prepare.webhooks.listAll(), prepare.issuer('x').users.listAll(), prepare.issuer('x').users.listPages()])
      await expect(items.next()).rejects.toThrow('an iteration cannot be prepared');
  });

  test('where clients are made, and of every function beside them', async () => {
    const { trial } = new Sender();
    const environment = { AUTHPI_ACCESS_TOKEN: 't' };
    expect(await acceptedWrongly(callsOf(AuthPIClient, { fromEnvironment: [environment, options] }), trial)).toEqual([]);
    const make = { act: (given: unknown) => new AuthPIClient(given as never), right: [{}] };
    expect(await acceptedWrongly({ make }, trial)).toEqual([]);
    const functions = methodNames({ ...authpi }).filter((name) => /^[a-z]/.test(name));
    expect(functions).toEqual(['fetchTransport', 'isGenuineDelivery', 'nodeTransport']);
    const genuine = { isGenuineDelivery: [{ authorization: 'Bearer t' }, { type: 'bearer', token: 't' }] };
    expect(await acceptedWrongly(callsOf({ ...authpi }, genuine), trial)).toEqual([]);
  });

  test('within the options of calls', async () => {
    const { client, trial } = new Sender();
    const within: Readonly<Record<string, (given: never) => Promise<unknown>>> = {
      raw: (raw) => client.issuers.list({}, { raw }),
      idempotencyKey: (idempotencyKey) => client.apiKeys.create({ name: 'x', restrictions: {} }, { idempotencyKey }),
      ifMatch: (ifMatch) => client.apiKeys.update('x', { name: 'x' }, { ifMatch }),
      body: (body) => client.apiKeys.rotate('x', { body }),
      headers: (headers) => client.issuers.list({}, { headers }),
      signal: (signal) => client.issuers.list({}, { signal }),
    };
    const calls = Object.entries(within).flatMap(([name, act]) =>
      [null, '', 5, [], true].map((value) => ({ name, value, call: act(value as never) })),
    );
    const rightful = calls.filter(({ name, value }) => name === 'raw' && value === true);
    const ended = await Promise.allSettled(calls.map(({ call }) => call));
    const isRefused = (end: PromiseSettledResult<unknown> | undefined): boolean =>
      end?.status === 'rejected' && ConfigurationError.isInstance(end.reason);
    const taken = calls.filter((one, index) => !rightful.includes(one) && !isRefused(ended[index]));
    expect(taken.map(({ name, value }) => [name, value])).toEqual([]);
    expect(trial.sent()).toBe(rightful.length);
  });
});

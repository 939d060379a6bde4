import { acceptedWrongly, callsOf, countingTransport, methodNames, optional } from '@keyrack/testing-kit';
import { Secret } from '@keyrack/secret';
import { describe, expect, test } from 'vitest';
import * as outline from './index.ts';
import { ConfigurationError, OutlineClient, OutlineServers } from './index.ts';

const pin = 'ab'.repeat(32);
const access = `apiUrl:https://203.0.113.5:1/secret-path\ncertSha256:${pin}`;
const options = optional({});
const limit = { bytes: 5 };
const parsed = { method: 'aes-256-gcm', password: new Secret('p'), host: '203.0.113.5', port: 1 };
const exported = { id: '0', name: '', password: new Secret('p'), port: 1, method: 'aes-256-gcm' };

/** What is right in each place; every method and every function is here. */
const methods: Readonly<Record<string, readonly unknown[]>> = {
  'accessKeys.list': [options],
  'accessKeys.listAll': [options],
  'accessKeys.get': ['0', options],
  'accessKeys.create': [optional({ limit }), options],
  'accessKeys.createWithId': ['0', optional({ limit }), options],
  'accessKeys.rename': ['0', 'Ann', options],
  'accessKeys.setDataLimit': ['0', limit, options],
  'accessKeys.removeDataLimit': ['0', options],
  'accessKeys.delete': ['0', options],
  'accessKeys.createMany': [[{ name: 'Ann' }], options],
  'accessKeys.deleteMany': [['0'], options],
  'accessKeys.renameMany': [[{ id: '0', name: 'Ann' }], options],
  'server.get': [options],
  'server.rename': ['Office', options],
  'server.setHostnameForAccessKeys': ['vpn.example.com', options],
  'server.setPortForNewAccessKeys': [443, options],
  'server.setDefaultDataLimit': [limit, options],
  'server.removeDefaultDataLimit': [options],
  'metrics.transfer': [options],
  'metrics.server': ['24h', options],
  'metrics.isSharing': [options],
  'metrics.setSharing': [true, options],
  healthCheck: [options],
  serverSummary: [options],
  send: [{ method: 'GET', route: '/x', parameters: {}, query: {}, headers: {}, decode: () => undefined }, options],
};
const functions: Readonly<Record<string, readonly unknown[]>> = {
  dataLimitUsage: [{ id: '0' }, {}, { bytesTransferredByUserId: {} }],
  formatAccessUrl: [parsed, options],
  formatDynamicKey: [{ kind: 'access', access: parsed }, optional('json')],
  formatDynamicKeyUrl: [{ url: 'https://keys.example.com/0' }],
  matchKeyMetrics: [{ accessKeys: [] }, ['0']],
  nameAccessUrl: [new Secret('ss://YWVzLTI1Ni1nY206cA@203.0.113.5:1'), 'Office'],
  qrCodePng: ['x', options],
  qrCodeSvg: ['x', options],
  qrCodeText: ['x', options],
  readApiUrl: ['https://203.0.113.5:1/x'],
  readExport: [[]],
  parseAccessFile: [access],
};
/** They say null of everything that is none. */
const readers = ['normalizeCertSha256', 'parseAccessUrl', 'parseDynamicKey', 'parseDynamicKeyUrl'];

class Sender {
  readonly #counting = countingTransport((error) => ConfigurationError.isInstance(error));
  readonly client = new OutlineClient({
    apiUrl: 'https://203.0.113.5:1/secret-path',
    transport: this.#counting.transport,
    retries: false,
  });
  readonly trial = this.#counting.trial;
}

describe('whatever is wrong among the arguments is refused before anything is sent', () => {
  test('of every method of a client', async () => {
    const { client, trial } = new Sender();
    expect(Object.keys(methods).toSorted()).toEqual(
      methodNames(client, ['close', 'toString', 'toJSON', 'prepare']).filter((name) => !name.includes('isHealthy')),
    );
    expect(await acceptedWrongly(callsOf(client, methods), trial)).toEqual([]);
  });

  test('of every method that makes a call ready, and an iteration is never made ready', async () => {
    const { client, trial } = new Sender();
    const rights = Object.entries(methods).filter(([name]) => name.includes('.') && !/All$|Many$/.test(name));
    expect(await acceptedWrongly(callsOf(client.prepare, Object.fromEntries(rights)), trial)).toEqual([]);
    const { accessKeys } = client.prepare as unknown as OutlineClient;
    expect(() => accessKeys.listAll()).toThrow('an iteration cannot be prepared');
  });

  test('of every function beside it', async () => {
    const { client, trial } = new Sender();
    const known = [...Object.keys(functions), ...readers, 'exportAccessKeys', 'importAccessKeys', 'fetchTransport'];
    expect(methodNames({ ...outline }).filter((name) => /^[a-z]/.test(name) && !name.startsWith('accessKeyMethods'))).toEqual(
      known.toSorted(),
    );
    expect(await acceptedWrongly(callsOf({ ...outline }, functions), trial)).toEqual([]);
    const moving = {
      exportAccessKeys: [client, options],
      importAccessKeys: [client, [exported], { dryRun: true }],
    };
    expect(await acceptedWrongly(callsOf({ ...outline }, moving), trial)).toEqual([]);
  });

  test('where clients are made', async () => {
    const { trial } = new Sender();
    const environment = { OUTLINE_ACCESS: access };
    const makers = {
      fromAccessFile: [new Secret(access), options],
      fromEnvironment: [environment, options],
    };
    expect(await acceptedWrongly(callsOf(OutlineClient, makers), trial)).toEqual([]);
    const serversMakers = { fromAccessFiles: [{ berlin: access }, options], fromEnvironment: [environment, options] };
    expect(await acceptedWrongly(callsOf(OutlineServers, serversMakers), trial)).toEqual([]);
    const make = { act: (given: unknown) => new OutlineServers(given as object as Record<string, OutlineClient>), right: [{}] };
    expect(await acceptedWrongly({ make }, trial)).toEqual([]);
    const servers = new OutlineServers({});
    expect(await acceptedWrongly(callsOf(servers, { ask: [() => undefined], get: ['berlin'] }), trial)).toEqual([]);
  });

  test('within the options of calls that send many requests', async () => {
    const { client, trial } = new Sender();
    const keys = client.accessKeys;
    const within: Readonly<Record<string, (given: never) => Promise<unknown>>> = {
      onProgress: (onProgress) => keys.deleteMany(['0'], { onProgress }),
      maxConcurrency: (maxConcurrency) => keys.deleteMany(['0'], { maxConcurrency }),
      failFast: (failFast) => keys.deleteMany(['0'], { failFast }),
      dryRun: (dryRun) => outline.importAccessKeys(client, [], { dryRun }).next(),
      force: (force) => client.healthCheck({ force }),
      raw: (raw) => client.server.get({ raw }),
      metricsSince: (metricsSince) => client.serverSummary({ metricsSince }),
      password: (password) => keys.create({ password }),
    };
    const wrong = [null, '', 0, [], {}];
    const calls = Object.entries(within).flatMap(([name, act]) => wrong.map((value) => ({ name, value, call: act(value as never) })));
    const ended = await Promise.allSettled(calls.map(({ call }) => call));
    const isRefused = (end: PromiseSettledResult<unknown> | undefined): boolean =>
      end?.status === 'rejected' && ConfigurationError.isInstance(end.reason);
    expect(calls.filter((_, index) => !isRefused(ended[index])).map(({ name, value }) => [name, value])).toEqual([]);
    expect(trial.sent()).toBe(0);
  });

  test.each([undefined, null, 5, {}, [], true])('and a reader says that %s is none of its own', async (given) => {
    for (const name of readers) expect(await (Reflect.get(outline, name) as (value: unknown) => unknown)(given)).toBeNull();
  });
});

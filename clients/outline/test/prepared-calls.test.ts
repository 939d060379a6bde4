import { inspect } from 'node:util';
import { methodNames } from '@keyrack/testing-kit';
import { describe, expect, test } from 'vitest';
import { AccessKeyNotFoundError, ConfigurationError, NoMetricsError, Secret } from '../src/index.ts';
import type { OutlineClient, PreparedCall } from '../src/index.ts';
import { connectToFresh, failureOf } from './support/connect.ts';

/** What both trees have: the client's methods give results, those of `prepare` give calls. */
type Either = Pick<OutlineClient, 'server' | 'accessKeys' | 'metrics'>;

/** Every method that sends one request, as `resource.method`. */
const methods: Readonly<Record<string, (api: Either) => Promise<unknown>>> = {
  'server.get': ({ server }) => server.get(),
  'server.rename': ({ server }) => server.rename('Office'),
  'server.setHostnameForAccessKeys': ({ server }) => server.setHostnameForAccessKeys('vpn.example.com'),
  'server.setPortForNewAccessKeys': ({ server }) => server.setPortForNewAccessKeys(443),
  'server.setDefaultDataLimit': ({ server }) => server.setDefaultDataLimit({ bytes: 5 }),
  'server.removeDefaultDataLimit': ({ server }) => server.removeDefaultDataLimit(),
  'accessKeys.list': ({ accessKeys }) => accessKeys.list(),
  'accessKeys.get': ({ accessKeys }) => accessKeys.get('ann'),
  'accessKeys.create': ({ accessKeys }) => accessKeys.create({ name: 'Bob' }),
  'accessKeys.createWithId': ({ accessKeys }) => accessKeys.createWithId('bob', { name: 'Bob' }),
  'accessKeys.rename': ({ accessKeys }) => accessKeys.rename('ann', 'Anna'),
  'accessKeys.setDataLimit': ({ accessKeys }) => accessKeys.setDataLimit('ann', { bytes: 5 }),
  'accessKeys.removeDataLimit': ({ accessKeys }) => accessKeys.removeDataLimit('ann'),
  'accessKeys.delete': ({ accessKeys }) => accessKeys.delete('ann'),
  'metrics.transfer': ({ metrics }) => metrics.transfer(),
  'metrics.server': ({ metrics }) => metrics.server('24h', { raw: true }),
  'metrics.isSharing': ({ metrics }) => metrics.isSharing(),
  'metrics.setSharing': ({ metrics }) => metrics.setSharing(true),
};

/** A server with one key, `ann`, and a moment of traffic. */
async function begin(): ReturnType<typeof connectToFresh> {
  const connected = await connectToFresh();
  await connected.outline.accessKeys.createWithId('ann', { name: 'Ann' });
  return connected;
}

describe('a prepared call', () => {
  test.each(Object.entries(methods))('is the one that the method sends, and gives what it gives: %s', async (_, act) => {
    await using direct = await begin();
    const ended = await Promise.allSettled([act(direct.outline)]);
    await using prepared = await begin();
    const before = prepared.calls();
    // Both give a promise; what of is the only difference.
    const call = (await act(prepared.outline.prepare as unknown as Either)) as PreparedCall;
    expect(prepared.calls()).toEqual(before);
    const sent = await Promise.allSettled([prepared.outline.send(call)]);
    expect(prepared.calls()).toEqual(direct.calls());
    expect(shapeOf(sent)).toEqual(shapeOf(ended));
  });

  test('is there for every method that sends one request', async () => {
    await using connected = await connectToFresh();
    const { server, accessKeys, metrics } = connected.outline;
    const all = methodNames({ server, accessKeys, metrics });
    expect(all.filter((name) => !/(?:All|Many)$/.test(name))).toEqual(Object.keys(methods).toSorted());
  });

  test('changes nothing until it is sent, can be changed before, and can be sent more than once', async () => {
    await using connected = await connectToFresh();
    const { outline, emulator } = connected;
    const call = await outline.prepare.accessKeys.create({ name: 'first', limit: { bytes: 5 } });
    expect(emulator.state().keys).toEqual([]);
    expect(call).toMatchObject({ method: 'POST', route: '/access-keys', body: { name: 'first', limit: { bytes: 5 } } });
    const second = await outline.send({ ...call, body: { ...call.body, name: 'second' } });
    expect([second.name, second.accessUrl?.reveal()]).toEqual(['second', expect.stringContaining('ss://')]);
    await outline.send(call);
    expect(emulator.state().keys.map(({ name }) => name)).toEqual(['second', 'first']);
  });

  test('shows neither the secret path of the server nor the password of a key when it is printed', async () => {
    await using connected = await connectToFresh();
    const { outline, emulator } = connected;
    for (const password of ['canary-password', new Secret('canary-password-2')]) {
      const call = await outline.prepare.accessKeys.create({ password });
      const printed = inspect(call, { depth: 9, showHidden: true }) + JSON.stringify(call) + String(Object.values(call));
      expect(printed).not.toContain('canary');
      expect(printed).not.toContain(new URL(emulator.apiUrl).pathname.slice(1));
      expect((await outline.send(call)).password?.reveal()).toBe(Secret.isSecret(password) ? password.reveal() : password);
    }
  });

  test('carries its own headers, can be decoded in another way, and takes the options of sending', async () => {
    await using connected = await begin();
    const { outline } = connected;
    const call = await outline.prepare.accessKeys.get('ann', { headers: { 'x-mine': 'yes' } });
    expect(call.headers).toEqual({ 'x-mine': 'yes' });
    expect(await outline.send({ ...call, decode: (body) => body })).toMatchObject({ id: 'ann', name: 'Ann' });
    const aborted = outline.send(call, { signal: AbortSignal.abort() });
    expect(await failureOf(aborted)).toMatchObject({ code: 'aborted', outcome: 'not-applied' });
  });

  test.each([
    ['POST', 'never', 1],
    ['PUT', 'again', 2],
    ['DELETE', 'again', 2],
  ] as const)('is sent as its method allows after a lost answer: %s %s', async (method, _, times) => {
    await using connected = await begin();
    const { outline, emulator } = connected;
    const { prepare } = outline;
    const calls = {
      POST: () => prepare.accessKeys.create(),
      PUT: () => prepare.accessKeys.rename('ann', 'Anna'),
      DELETE: () => prepare.accessKeys.delete('ann'),
    };
    const call: PreparedCall = await calls[method]();
    emulator.faults.add({ method, effect: { kind: 'close', when: 'after' } });
    const before = connected.calls().length;
    const failure = await failureOf(outline.send(call));
    expect(connected.calls()).toHaveLength(before + times);
    expect(failure === undefined).toBe(times === 2);
  });

  test('fails as the method does: no key, no figures', async () => {
    await using connected = await connectToFresh();
    const { outline } = connected;
    for (const call of [await outline.prepare.accessKeys.delete('nobody'), await outline.prepare.accessKeys.removeDataLimit('nobody')])
      expect(await failureOf(outline.send<void>(call))).toBeInstanceOf(AccessKeyNotFoundError);
    expect(await failureOf(outline.send(await outline.prepare.metrics.server('24h')))).toBeInstanceOf(NoMetricsError);
  });

  test.each(['access-keys', '', 'https://elsewhere.example/'])('goes nowhere else: %j', async (route) => {
    await using connected = await connectToFresh();
    const { outline } = connected;
    const call = await outline.prepare.accessKeys.get('ann');
    expect(await failureOf(outline.send({ ...call, route }))).toBeInstanceOf(ConfigurationError);
    expect(await failureOf(outline.send({ ...call, parameters: { id: '..' } }))).toBeInstanceOf(ConfigurationError);
    expect(connected.calls()).toEqual([]);
  });
});

/** The names in a result, without what differs from call to call. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shapeOf);
  if (value instanceof Error) return value.name;
  if (typeof value !== 'object' || value === null || Secret.isSecret(value)) return typeof value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, shapeOf(inner)]));
}

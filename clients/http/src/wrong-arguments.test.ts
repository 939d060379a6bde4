import { acceptedWrongly, callsOf, countingTransport, optional } from '@keyrack/testing-kit';
import { describe, expect, test } from 'vitest';
import { ConfigurationError, fetchTransport, HttpClient, nodeTransport } from './index.ts';

const options = optional({});

class Sender {
  readonly #counting = countingTransport((error) => ConfigurationError.isInstance(error));
  readonly client = new HttpClient({
    system: 'testing',
    version: '1',
    baseUrl: 'https://203.0.113.5',
    transport: this.#counting.transport,
    retries: false,
  });
  readonly trial = this.#counting.trial;
}

describe('whatever is wrong among the arguments is refused before anything is sent', () => {
  test('of every call', async () => {
    const { client, trial } = new Sender();
    const request = { method: 'GET', route: '/keys' };
    const calls = {
      request: [request, options],
      stream: [request, options],
      streamList: [{ ...request, list: 'keys' }, options],
      prepare: [request, options],
    };
    expect(await acceptedWrongly(callsOf(client, calls), trial)).toEqual([]);
  });

  test('within a request, where its decoder counts too: an answer cannot always be asked for again', async () => {
    const { client, trial } = new Sender();
    const request = { method: 'POST', route: '/keys/{id}', parameters: { id: '7' }, list: 'keys' } as const;
    const wrong: readonly object[] = [
      ...[5, null, {}, 'PURGE'].map((method) => ({ method })),
      ...[5, null, {}, 'keys'].map((route) => ({ route })),
      ...[5, null, [], {}, 'text', { id: {} }].map((parameters) => ({ parameters })),
      ...[5, null, [], 'text', { page: {} }].map((query) => ({ query })),
      ...[5, null, [], 'text', { 'x-mine': 5 }].map((headers) => ({ headers })),
      ...[5, null, {}, 'text'].map((decode) => ({ decode })),
    ];
    const lists: readonly object[] = [
      ...[5, null, [], undefined].map((list) => ({ list })),
      ...[5, null, {}].map((decodeItem) => ({ decodeItem })),
    ];
    const calls = [
      ...wrong.map((part) => ({ part, call: async () => client.request({ ...request, ...part }) })),
      ...[...wrong.filter((part) => !('decode' in part)), ...lists].map((part) => ({
        part,
        call: async () => client.streamList({ ...request, ...part }).next(),
      })),
    ];
    const ended = await Promise.allSettled(calls.map(({ call }) => call()));
    const isRefused = (end: PromiseSettledResult<unknown> | undefined): boolean =>
      end?.status === 'rejected' && ConfigurationError.isInstance(end.reason);
    expect(calls.filter((_, index) => !isRefused(ended[index])).map(({ part }) => part)).toEqual([]);
    expect(trial.sent()).toBe(0);
  });

  test('where transports are made', async () => {
    const { trial } = new Sender();
    const makers = { nodeTransport: [options], fetchTransport: [optional(() => undefined)] };
    expect(await acceptedWrongly(callsOf({ nodeTransport, fetchTransport }, makers), trial)).toEqual([]);
  });
});

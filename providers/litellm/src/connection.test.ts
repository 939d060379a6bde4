import { inspect } from 'node:util';
import { InvalidInputError } from '@keyrack/contracts';
import type { ConnectionInput } from '@keyrack/contracts';
import { Secret } from '@keyrack/secret';
import { describe, expect, test } from 'vitest';
import { readConnection } from './connection.ts';

const apiKey = 'sk-canary-4711-0815-6174';
const url = 'https://llm.example.com:4000';
const fields = (given: ConnectionInput['fields']): ConnectionInput => ({ fields: given, text: null });
const text = (given: string): ConnectionInput => ({ fields: {}, text: new Secret(given) });

const accepted: Readonly<Record<string, ConnectionInput>> = {
  'the line of the emulator': text(JSON.stringify({ system: 'litellm', url, apiKey })),
  'the fields of the emulator': fields({ system: 'litellm', url, apiKey }),
  'the name that the client has for the address': fields({ baseUrl: `${url}/`, apiKey: new Secret(apiKey) }),
  'a key that is kept elsewhere': fields({ url, credential: new Secret(`${apiKey}\n`) }),
  'a text whose key is replaced by a field': {
    fields: { apiKey },
    text: new Secret(JSON.stringify({ url, apiKey: 'sk-another-one-0000' })),
  },
};

const refused: Readonly<Record<string, readonly [input: ConnectionInput, field: string]>> = {
  nothing: [fields({}), 'url'],
  'no key': [fields({ url }), 'apiKey'],
  'an empty key': [fields({ url, apiKey: '' }), 'apiKey'],
  'a key of spaces': [fields({ url, apiKey: '  ' }), 'apiKey'],
  'an unknown field': [fields({ url, apiKey, certSha256: '00' }), 'certSha256'],
  'another system': [fields({ system: 'outline', url, apiKey }), 'system'],
  'no address': [fields({ url: 'llm', apiKey }), 'url'],
  'an address with a key in it': [fields({ url: `${url}/?key=${apiKey}`, apiKey }), 'url'],
  'plain http to another machine': [fields({ url: 'http://llm.example.com', apiKey }), 'url'],
  'a number': [fields({ url: 7, apiKey }), 'url'],
  'a flag that is none': [fields({ url, apiKey, allowPlainHttp: 'perhaps' }), 'allowPlainHttp'],
  'a text that is no JSON': [text(apiKey), 'text'],
  'a list': [text(`["${apiKey}"]`), 'text'],
};

describe('readConnection', () => {
  test.each(Object.entries(accepted))('accepts %s', (_, input) => {
    const { settings, credential } = readConnection(input);
    expect(settings).toEqual({ baseUrl: url, allowPlainHttp: false });
    expect(credential.reveal()).toBe(apiKey);
  });

  test('keeps the path under which a proxy runs', () => {
    expect(readConnection(fields({ url: `${url}/llm/`, apiKey })).settings).toMatchObject({ baseUrl: `${url}/llm` });
  });

  test('takes plain http to this machine, and to another only where a person said so', () => {
    expect(readConnection(fields({ url: 'http://127.0.0.1:4000', apiKey })).settings).toMatchObject({ baseUrl: 'http://127.0.0.1:4000' });
    for (const allowPlainHttp of [true, 'true']) {
      const { settings } = readConnection(fields({ url: 'http://llm.example.com', apiKey, allowPlainHttp }));
      expect(settings).toEqual({ baseUrl: 'http://llm.example.com', allowPlainHttp: true });
    }
  });

  test.each(Object.entries(refused))('refuses %s, names the field and repeats nothing secret', (_, [input, field]) => {
    const error = failureOf(() => readConnection(input));
    expect(InvalidInputError.isInstance(error) ? error.details : error).toEqual({ field });
    expect(inspect(error, { depth: 9 })).not.toContain(apiKey);
  });
});

function failureOf(act: () => unknown): unknown {
  try {
    act();
    return undefined;
  } catch (error) {
    return error;
  }
}

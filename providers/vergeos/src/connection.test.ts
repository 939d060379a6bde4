import { inspect } from 'node:util';
import { InvalidInputError } from '@keyrack/contracts';
import type { ConnectionInput } from '@keyrack/contracts';
import { Secret } from '@keyrack/secret';
import { describe, expect, test } from 'vitest';
import { readConnection, readCredential } from './connection.ts';

const url = 'https://192.0.2.7:8443';
const apiKey = 'canary4711keycanary4711keycanary4711keycan';
const password = 'canary-pass:word';
const certSha256 = 'A1B2C3D4E5F60718293A4B5C6D7E8F90A1B2C3D4E5F60718293A4B5C6D7E8F90';
const line = { system: 'vergeos', url, username: 'admin', password, apiKey, certSha256 };
const fields = (given: ConnectionInput['fields']): ConnectionInput => ({ fields: given, text: null });
const settings = { baseUrl: url, certSha256, username: 'admin', apiKeyName: null };

const accepted: Readonly<Record<string, readonly [input: ConnectionInput, settings: object, credential: string]>> = {
  'the fields of the emulator, of which the key counts': [fields(line), settings, apiKey],
  'the line of the emulator as a text': [{ fields: {}, text: new Secret(JSON.stringify(line)) }, settings, apiKey],
  'a line whose pin is replaced by a field': [
    { fields: { certSha256 }, text: new Secret(JSON.stringify({ ...line, certSha256: '0'.repeat(64) })) },
    settings,
    apiKey,
  ],
  'a key alone, wrapped, without a pin': [
    fields({ url: `${url}/api/v4/`, apiKey: new Secret(` ${apiKey}\n`) }),
    { baseUrl: url, certSha256: null, username: null, apiKeyName: null },
    apiKey,
  ],
  'a password that holds a colon': [fields({ url, username: 'admin', password, certSha256 }), settings, `admin:${password}`],
  'a host, and the pin with colons in lower case': [
    fields({ host: '192.0.2.7:8443', apiKey, username: 'admin', certSha256: certSha256.toLowerCase().match(/../g)?.join(':') ?? '' }),
    settings,
    apiKey,
  ],
  'a system behind a path': [
    fields({ baseUrl: 'https://gateway.example/vergeos/', apiKey }),
    { baseUrl: 'https://gateway.example/vergeos', certSha256: null, username: null, apiKeyName: null },
    apiKey,
  ],
  'the name of the key': [
    fields({ url, apiKey, apiKeyName: 'keyrack' }),
    { baseUrl: url, certSha256: null, username: null, apiKeyName: 'keyrack' },
    apiKey,
  ],
  'a key that is kept elsewhere': [fields({ url, credential: new Secret(`${apiKey}\n`), username: 'admin', certSha256 }), settings, apiKey],
  'a name and password that are kept elsewhere': [
    fields({ url, credential: new Secret(`admin:${password}`), certSha256 }),
    settings,
    `admin:${password}`,
  ],
};

const refused: Readonly<Record<string, readonly [input: ConnectionInput, field: string]>> = {
  nothing: [fields({}), 'url'],
  'an unknown field': [fields({ ...line, certsha: certSha256 }), 'certsha'],
  'another system': [fields({ ...line, system: 'outline' }), 'system'],
  'plain http': [fields({ ...line, url: 'http://127.0.0.1' }), 'url'],
  'an address that is none': [fields({ ...line, url: '192.0.2.7' }), 'url'],
  'an address with a query': [fields({ ...line, url: `${url}?${apiKey}` }), 'url'],
  'two addresses': [fields({ ...line, host: '192.0.2.8' }), 'url'],
  'a pin that is none': [fields({ ...line, certSha256: apiKey }), 'certSha256'],
  'no credential': [fields({ url }), 'apiKey'],
  'a password without a name': [fields({ url, password }), 'username'],
  'a name with a colon': [fields({ url, username: 'a:b', password }), 'username'],
  'a key with a colon': [fields({ url, apiKey: `x:${apiKey}` }), 'apiKey'],
  'an empty key': [fields({ url, apiKey: ' ' }), 'apiKey'],
  'a key with a line break': [fields({ url, apiKey: `${apiKey}\n${apiKey}` }), 'apiKey'],
  'a kept credential of another user': [fields({ url, username: 'ci', credential: new Secret(`admin:${password}`) }), 'username'],
  'a kept credential without its password': [fields({ url, credential: new Secret('admin:') }), 'credential'],
  'a number': [fields({ url, apiKey: 7 }), 'apiKey'],
  'a text that is no JSON': [{ fields: {}, text: new Secret(`apiKey: ${apiKey}`) }, 'text'],
  'a list': [{ fields: {}, text: new Secret(JSON.stringify([line])) }, 'text'],
};

describe('readConnection', () => {
  test.each(Object.entries(accepted))('accepts %s', (_, [input, expected, credential]) => {
    const draft = readConnection(input);
    expect(draft.settings).toEqual(expected);
    expect(draft.credential.reveal()).toBe(credential);
    expect(inspect(draft, { depth: 9 })).not.toContain('canary');
  });

  test.each(Object.entries(refused))('refuses %s, names the field and repeats nothing secret', (_, [input, field]) => {
    const error = failureOf(() => readConnection(input));
    expect(InvalidInputError.isInstance(error) ? error.details : error).toEqual({ field });
    expect(inspect(error, { depth: 9 })).not.toContain('canary');
  });
});

describe('a credential', () => {
  test('is a key, or a name and everything behind the first colon', () => {
    expect(readCredential(new Secret(`${apiKey}\n`)).apiKey).toEqual(new Secret(apiKey));
    const { username, password: read } = readCredential(new Secret(`admin:${password}`));
    expect([username, Secret.isSecret(read) && read.reveal()]).toEqual(['admin', password]);
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

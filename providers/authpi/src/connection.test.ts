import { inspect } from 'node:util';
import { InvalidInputError } from '@keyrack/contracts';
import type { ConnectionInput } from '@keyrack/contracts';
import { Secret } from '@keyrack/secret';
import { describe, expect, test } from 'vitest';
import { readConnection } from './connection.ts';

const baseUrl = 'https://authpi.example';
const keyId = 'key_dbef6a3503d30fa2cf05f68d1863dc61';
const keySecret = '1rv41JcTqBn0xK3wZp9sLd7uYh2eGf5aVm8iRo6tCk4';
const accountId = 'acc_sdzms9g1i3580walpx3qg5c6c';
const pair = `${keyId}:${keySecret}`;
const fields = (given: ConnectionInput['fields']): ConnectionInput => ({ fields: given, text: null });
const text = (given: string): ConnectionInput => ({ fields: {}, text: new Secret(given) });

const accepted: Readonly<Record<string, ConnectionInput>> = {
  'the line of the emulator': text(JSON.stringify({ system: 'authpi', url: baseUrl, keyId, keySecret, accountId })),
  'the fields of the emulator': fields({ system: 'authpi', url: baseUrl, keyId, keySecret, accountId }),
  'the words of the client': fields({ baseUrl: `${baseUrl}/`, keyId, keySecret: new Secret(keySecret), accountId }),
  'a credential that is kept elsewhere': fields({ baseUrl, accountId, credential: new Secret(`${pair}\n`) }),
  'an object that is kept elsewhere': fields({ baseUrl, accountId, credential: new Secret(JSON.stringify({ keyId, keySecret })) }),
  'the key as it is, with fields': { fields: { baseUrl, accountId }, text: new Secret(pair) },
};

const refused: Readonly<Record<string, readonly [input: ConnectionInput, field: string]>> = {
  nothing: [fields({}), 'keyId'],
  'no secret': [fields({ keyId }), 'keySecret'],
  'an id of something else': [fields({ keyId: accountId, keySecret }), 'keyId'],
  'an unknown field': [fields({ keyId, keySecret, account: accountId }), 'account'],
  'another system': [fields({ system: 'outline', keyId, keySecret }), 'system'],
  'plain http to another machine': [fields({ url: 'http://authpi.example', keyId, keySecret }), 'baseUrl'],
  'no address': [fields({ url: 'authpi', keyId, keySecret }), 'baseUrl'],
  'an address with a password': [fields({ url: `https://x:${keySecret}@authpi.example`, keyId, keySecret }), 'baseUrl'],
  'an account that leads elsewhere': [fields({ keyId, keySecret, accountId: '../me' }), 'accountId'],
  'an empty account': [fields({ keyId, keySecret, accountId: '' }), 'accountId'],
  'a lone secret as the credential': [fields({ credential: new Secret(keySecret) }), 'credential'],
  'a credential within a credential': [fields({ credential: new Secret(JSON.stringify({ credential: pair })) }), 'credential'],
  'a number as the secret': [fields({ keyId, keySecret: 7 }), 'keySecret'],
  'a word for yes': [fields({ keyId, keySecret, allowPlainHttp: 'yes' }), 'allowPlainHttp'],
  'a pasted sentence': [text(`my key is ${keySecret}`), 'credential'],
};

describe('readConnection', () => {
  test.each(Object.entries(accepted))('accepts %s', (_, input) => {
    const { settings, credential } = readConnection(input);
    expect(settings).toEqual({ baseUrl, accountId });
    expect(credential.reveal()).toBe(pair);
  });

  test('needs neither address nor account', () => {
    expect(readConnection(fields({ keyId, keySecret })).settings).toEqual({ baseUrl: 'https://api.authpi.com', accountId: null });
  });

  test('keeps a path, and plain http where that is allowed or stays on the machine', () => {
    const settingsOf = (given: ConnectionInput['fields']) => readConnection(fields({ keyId, keySecret, ...given })).settings;
    expect(settingsOf({ url: 'https://gateway.example/authpi/' })).toMatchObject({ baseUrl: 'https://gateway.example/authpi' });
    expect(settingsOf({ url: 'http://127.0.0.1:8080', allowPlainHttp: 'false' })).toEqual({
      baseUrl: 'http://127.0.0.1:8080',
      accountId: null,
    });
    expect(settingsOf({ url: 'http://authpi.example', allowPlainHttp: 'true' })).toMatchObject({ allowPlainHttp: true });
  });

  test.each(Object.entries(refused))('refuses %s, names the field and repeats nothing secret', (_, [input, field]) => {
    const error = failureOf(() => readConnection(input));
    expect(InvalidInputError.isInstance(error) ? error.details : error).toEqual({ field });
    expect(inspect(error, { depth: 9 })).not.toContain(keySecret);
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

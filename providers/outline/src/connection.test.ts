import { inspect } from 'node:util';
import { InvalidInputError } from '@keyrack/contracts';
import type { ConnectionInput } from '@keyrack/contracts';
import { Secret } from '@keyrack/secret';
import { describe, expect, test } from 'vitest';
import { readConnection } from './connection.ts';

const prefix = '3pQ4jf6qSr5WVeMO0XOo4z';
const url = `https://203.0.113.5:18081/${prefix}`;
const certSha256 = 'A1B2C3D4E5F60718293A4B5C6D7E8F90A1B2C3D4E5F60718293A4B5C6D7E8F90';
const fields = (given: ConnectionInput['fields']): ConnectionInput => ({ fields: given, text: null });
const text = (given: string): ConnectionInput => ({ fields: {}, text: new Secret(given) });

const accepted: Readonly<Record<string, ConnectionInput>> = {
  'the text of access.txt': text(`certSha256:${certSha256}\napiUrl:${url}\n`),
  "the installer's line": text(`\u001b[32m{"apiUrl":"${url}","certSha256":"${certSha256}"}\u001b[0m`),
  'the line of the emulator': text(`{"system":"outline","url":"${url}","certSha256":"${certSha256}"}`),
  'the fields of the emulator': fields({ system: 'outline', url, certSha256 }),
  'the fields of the installer, wrapped, the pin with colons': fields({
    apiUrl: new Secret(`${url}/`),
    certSha256: certSha256.toLowerCase().match(/../g)?.join(':') ?? '',
  }),
  'a credential that is kept elsewhere': fields({ credential: new Secret(`${url}\n`), certSha256 }),
  'a whole access.txt that is kept elsewhere': fields({ credential: new Secret(`certSha256:${certSha256}\napiUrl:${url}\n`) }),
  'a text whose pin is replaced by a field': { fields: { certSha256 }, text: new Secret(`apiUrl:${url}\ncertSha256:${'0'.repeat(64)}`) },
};

const refused: Readonly<Record<string, readonly [input: ConnectionInput, field: string]>> = {
  nothing: [fields({}), 'apiUrl'],
  'an unknown field': [fields({ url, certsha: certSha256 }), 'certsha'],
  'another system': [fields({ system: 'litellm', url }), 'system'],
  'a pin that is none': [fields({ url, certSha256: prefix }), 'certSha256'],
  'plain http': [fields({ url: url.replace('https', 'http') }), 'apiUrl'],
  'an address without its secret': [fields({ url: 'https://203.0.113.5:18081/' }), 'apiUrl'],
  'an empty address': [fields({ url: '' }), 'apiUrl'],
  'a credential that is none': [fields({ credential: new Secret(prefix), certSha256 }), 'credential'],
  'a number': [fields({ url: 7 }), 'apiUrl'],
  'half a file': [text(`apiUrl:${url}\n`), 'text'],
};

describe('readConnection', () => {
  test.each(Object.entries(accepted))('accepts %s', (_, input) => {
    const { settings, credential } = readConnection(input);
    expect(settings).toEqual({ origin: 'https://203.0.113.5:18081', certSha256 });
    expect(credential.reveal()).toBe(url);
  });

  test('needs no pin where the certificate is trusted anyway', () => {
    expect(readConnection(fields({ apiUrl: url })).settings).toEqual({ origin: 'https://203.0.113.5:18081', certSha256: null });
  });

  test.each(Object.entries(refused))('refuses %s, names the field and repeats nothing secret', (_, [input, field]) => {
    const error = failureOf(() => readConnection(input));
    expect(InvalidInputError.isInstance(error) ? error.details : error).toEqual({ field });
    expect(inspect(error, { depth: 9 })).not.toContain(prefix);
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

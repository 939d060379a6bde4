import { inspect } from 'node:util';
import { ConfigurationError } from '@keyrack/http';
import { Secret } from '@keyrack/secret';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseAccessFile } from './access-file.ts';

const prefix = '_3pQ4jf6qSr5WVeMO0XOo4-';
const apiUrl = `https://203.0.113.5:18081/${prefix}`;
const pin = 'A1B2C3D4E5F60718293A4B5C6D7E8F90A1B2C3D4E5F60718293A4B5C6D7E8F90';
const colons = pin.match(/../g)?.join(':') ?? '';
const json = `{"apiUrl":"${apiUrl}","certSha256":"${pin}"}`;

const accepted: Readonly<Record<string, string>> = {
  'the lines of access.txt': `certSha256:${pin}\napiUrl:${apiUrl}\n`,
  'its lines in the other order, with Windows line ends': `apiUrl:${apiUrl}\r\ncertSha256:${pin}\r\n`,
  'its lines written twice': `certSha256:${pin}\napiUrl:${apiUrl}\ncertSha256:${pin.toLowerCase()}\napiUrl:${apiUrl}\n`,
  'lines with other words around': `# from the server\ncertSha256: ${pin}\n\napiUrl: ${apiUrl} <- keep this safe, please\n`,
  'coloured lines': `certSha256:\u001b[1m${pin}\u001b[0m\napiUrl:\u001b[1m${apiUrl}\u001b[0m\n`,
  'the JSON line of the installer': json,
  'the JSON line in colour': `\u001b[1;32m${json}\u001b[0m`,
  'the JSON line between the words of the installer': `CONGRATULATIONS! Your server is up.\n\n\u001b[32m${json}\u001b[0m\n\nOpen port 18081 (TCP).`,
  'the JSON line without braces': json.slice(1, -1),
  'the JSON line without its last brace': json.slice(0, -1),
  'the JSON line without any quotes': json.replaceAll('"', ''),
  'the JSON line with single quotes': json.replaceAll('"', "'"),
  'the JSON line with one quote missing': json.replace(`${prefix}"`, prefix),
  'the JSON line in quotes of its own, escaped': JSON.stringify(json),
  'indented JSON': JSON.stringify({ apiUrl, certSha256: pin }, null, 2),
  'JSON with other fields': JSON.stringify({ name: 'mine', apiUrl, port: 443, certSha256: pin }),
  'a quoted value wrapped by the terminal': json.replace(prefix, `${prefix.slice(0, 9)}\n  ${prefix.slice(9)}`),
  'an unquoted value wrapped by the terminal': json.replaceAll('"', '').replace(prefix, `${prefix.slice(0, 9)}\n${prefix.slice(9)}`),
  'a name wrapped by the terminal': json.replace('certSha256', 'certS\nha256'),
  'a pin with spaces': json.replace(pin, `${pin.slice(0, 30)}  ${pin.slice(30)}`),
  'a pin with colons': json.replace(pin, colons),
  'a pin in lower case': json.replace(pin, pin.toLowerCase()),
  'a pin in lower case with colons': `apiUrl:${apiUrl}\ncertSha256:${colons.toLowerCase()}\n`,
  'an address with slashes at its end': json.replace(prefix, `${prefix}//`),
};

const refused: Readonly<Record<string, readonly [text: string, message: RegExp]>> = {
  'an empty text': ['', /no apiUrl/],
  'a text about something else': ['hello', /no apiUrl/],
  'a file without the pin': [`apiUrl:${apiUrl}\n`, /no certSha256/],
  'a file without the address': [`certSha256:${pin}\n`, /no apiUrl/],
  'a file that was cut in the pin': [`apiUrl:${apiUrl}\ncertSha256:${pin.slice(0, 40)}`, /not 64 hex digits/],
  'a file that was cut in the address': [`certSha256:${pin}\napiUrl:https://203.0.113.5:18081`, /secret path is missing/],
  'an address that is none': [`certSha256:${pin}\napiUrl:${prefix}`, /not an address/],
  'plain http': [json.replace('https', 'http'), /https/],
  'an address with a password': [json.replace('https://', 'https://me:pw@'), /user name or password/],
  'an address with a query': [json.replace(prefix, `${prefix}?x=1`), /query/],
  'two servers': [`${json}\n${json.replace('203.0.113.5', '203.0.113.6')}`, /more than one apiUrl/],
};

describe('parseAccessFile', () => {
  test.each(Object.entries(accepted))('accepts %s', (_, text) => {
    const { apiUrl: found, certSha256 } = parseAccessFile(text);
    expect({ found: found.reveal(), certSha256 }).toEqual({ found: apiUrl, certSha256: pin });
  });

  test.each(Object.entries(refused))('refuses %s, says why, and repeats nothing of it', (_, [text, message]) => {
    const error = thrownBy(() => parseAccessFile(new Secret(text === '' ? ' ' : text)));
    expect(ConfigurationError.isInstance(error)).toBe(true);
    expect(String(error)).toMatch(message);
    for (const part of [prefix, 'me:pw', '203.0.113.5', pin.slice(0, 20)]) expect(inspect(error, { depth: 9 })).not.toContain(part);
  });

  test('gives exactly what was written, whatever the secret path is, and never something shorter', () => {
    const word = fc.stringMatching(/^[A-Za-z0-9_-]{1,40}$/);
    const punctuation = fc.tuple(fc.constantFrom('"', "'", ''), fc.constantFrom('\n', ', ', '\r\n', ','));
    const hex = fc.stringMatching(/^[0-9a-fA-F]{64}$/);
    fc.assert(
      fc.property(word, hex, punctuation, (path, sha, [quote, between]) => {
        const url = `https://[2001:db8::1]:8443/${path}`;
        const text = `apiUrl${quote}:${quote}${url}${quote}${between}certSha256${quote}:${quote}${sha}${quote}`;
        const found = parseAccessFile(text);
        expect(found.apiUrl.reveal()).toBe(url);
        expect(found.certSha256).toBe(sha.toUpperCase());
      }),
    );
  });

  test('ends on any text, with two values or a ConfigurationError', () => {
    const fragments = fc.constantFrom(
      'apiUrl',
      'certSha256',
      ':',
      '"',
      "'",
      '{',
      '}',
      ',',
      '\n',
      ' ',
      apiUrl,
      pin,
      colons,
      '\\',
      '\u001b[0m',
    );
    const texts = fc.oneof(
      fc.string(),
      fc.array(fc.oneof(fragments, fc.string({ maxLength: 3 })), { maxLength: 24 }).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const result = thrownBy(() => parseAccessFile(text));
        expect(result === undefined || ConfigurationError.isInstance(result)).toBe(true);
      }),
    );
  });
});

function thrownBy(act: () => unknown): unknown {
  try {
    act();
    return undefined;
  } catch (error) {
    return error;
  }
}

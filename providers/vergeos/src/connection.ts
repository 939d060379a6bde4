import { InvalidInputError } from '@keyrack/contracts';
import type { ConnectionDraft, ConnectionInput, JsonValueInput } from '@keyrack/contracts';
import { ConfigurationError } from '@keyrack/http';
import { Secret } from '@keyrack/secret';
import { readAddress, VergeOSClient } from '@keyrack/vergeos';
import type { LoginOptions } from '@keyrack/vergeos';

type Fields = ConnectionInput['fields'];

const fieldNames: readonly string[] = [
  'url',
  'baseUrl',
  'host',
  'username',
  'password',
  'apiKey',
  'apiKeyName',
  'certSha256',
  'credential',
  'system',
];
const advice =
  'Give the fields "url", "apiKey" and "username" (or "username" and "password"), or the JSON line that keyrack emulate prints.';

/**
 * Reads the description of a connection: `url` (or `host`), and `apiKey` or `username` and `password`, or a JSON object with
 * them. With both, the key is used, and `username` says whose keys are made where nothing else is asked for. A `credential` that
 * is kept elsewhere is a key, or `username:password`: a key holds no colon. `apiKeyName` is the name of the key that the
 * connection uses, so that it is known for certain which one that is.
 *
 * @throws {InvalidInputError} naming the field.
 */
export function readConnection({ fields, text }: ConnectionInput): ConnectionDraft {
  const given = { ...(text === null ? {} : fieldsOf(text)), ...fields };
  const unknown = Object.keys(given).find((name) => !fieldNames.includes(name));
  if (unknown !== undefined) throw wrong(unknown, `a VergeOS connection has no field "${unknown}"; it takes ${fieldNames.join(', ')}`);
  const system = textOf(given, 'system') ?? 'vergeos';
  if (system !== 'vergeos') throw wrong('system', 'this describes another kind of system than VergeOS');
  const baseUrl = readBaseUrl(given);
  const certSha256 = readPin(textOf(given, 'certSha256'));
  const { credential, username } = readLogin(given);
  const settings = { baseUrl, certSha256, username, apiKeyName: textOf(given, 'apiKeyName') ?? null };
  checked('apiKey', () => new VergeOSClient({ baseUrl, ...readCredential(credential) }));
  return { settings, credential };
}

/** What a credential says: an API key, or name and password with a colon between them. @throws {InvalidInputError} */
export function readCredential(credential: Secret): LoginOptions {
  const text = credential.reveal().trim();
  if (text === '') throw wrong('credential', 'the credential is empty');
  const colon = text.indexOf(':');
  if (colon < 0) return { apiKey: new Secret(text) };
  const [username, password] = [text.slice(0, colon), text.slice(colon + 1)];
  if (username === '' || password === '') throw wrong('credential', 'the credential is neither an API key nor username:password');
  return { username, password: new Secret(password) };
}

function readLogin(given: Fields): { readonly credential: Secret; readonly username: string | null } {
  const username = textOf(given, 'username')?.trim();
  const apiKey = textOf(given, 'apiKey')?.trim();
  const password = textOf(given, 'password');
  const kept = textOf(given, 'credential')?.trim();
  if (username?.includes(':') === true) throw wrong('username', 'a user name holds no colon');
  if (apiKey?.includes(':') === true) throw wrong('apiKey', 'an API key holds no colon');
  if (kept !== undefined) return keptLogin(new Secret(kept), username);
  if (apiKey !== undefined) return { credential: new Secret(apiKey), username: username ?? null };
  if (password === undefined) throw wrong('apiKey', 'the API key is missing, or the password');
  if (username === undefined) throw wrong('username', 'a password needs its user name');
  return { credential: new Secret(`${username}:${password}`), username };
}

function keptLogin(credential: Secret, username: string | undefined): { readonly credential: Secret; readonly username: string | null } {
  const login = readCredential(credential);
  if (login.username === undefined) return { credential, username: username ?? null };
  if (username !== undefined && username !== login.username) throw wrong('username', 'the credential is that of another user');
  return { credential, username: login.username };
}

/** The address in its one form. */
function readBaseUrl(given: Fields): string {
  const host = textOf(given, 'host');
  const url = textOf(given, 'baseUrl') ?? textOf(given, 'url');
  if (host === undefined && url === undefined) throw wrong('url', 'the address is missing');
  return checked('url', () => {
    const address = readAddress({ host, baseUrl: url });
    const { origin } = new VergeOSClient({ baseUrl: address, apiKey: 'only to check the address' });
    return origin + new URL(address).pathname.replace(/\/+$/, '');
  });
}

/** The pin as systems and emulators print it: upper case, without colons. */
function readPin(text: string | undefined): string | null {
  if (text === undefined) return null;
  const digits = text.replaceAll(/[\s:]/g, '').toUpperCase();
  if (/^[0-9A-F]{64}$/.test(digits)) return digits;
  throw wrong('certSha256', 'it is not 64 hex digits, with or without colons');
}

function fieldsOf(text: Secret): Fields {
  const parsed = parseJson(text.reveal());
  // Each value is checked when it is read.
  if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return parsed as Fields;
  throw wrong('text', 'the text is not a JSON object');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function textOf(given: Fields, field: string): string | undefined {
  const value: JsonValueInput | undefined = given[field];
  if (value === undefined || value === null) return undefined;
  const text = Secret.isSecret(value) ? value.reveal() : value;
  if (typeof text !== 'string' || text.trim() === '') throw wrong(field, 'it is not a text, or empty');
  return text;
}

function checked<Result>(field: string, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    if (ConfigurationError.isInstance(error)) throw wrong(field, error.fault);
    throw error;
  }
}

function wrong(field: string, reason: string): InvalidInputError {
  return new InvalidInputError(`The VergeOS connection cannot be used: ${reason}`, { advice, details: { field } });
}

import { AuthPIClient, ConfigurationError } from '@keyrack/authpi';
import type { AuthPIClientOptions } from '@keyrack/authpi';
import { InvalidInputError } from '@keyrack/contracts';
import type { ConnectionDraft, ConnectionInput, JsonObject, JsonValueInput } from '@keyrack/contracts';
import { Secret } from '@keyrack/secret';
import { joinKeySecret, readKeySecret } from './key-secret.ts';
import type { KeySecret } from './key-secret.ts';

type Fields = ConnectionInput['fields'];

const fieldNames: readonly string[] = ['url', 'baseUrl', 'keyId', 'keySecret', 'accountId', 'allowPlainHttp', 'credential', 'system'];
const advice =
  'Give the fields "keyId" and "keySecret" of an API key of the account; "baseUrl" only where it is not https://api.authpi.com.';

/**
 * Reads the description of a connection: the fields, or what `keyrack emulate` printed. The credential is the pair
 * `key_id:secret`; one that is kept elsewhere is that pair too, or a JSON object with both.
 *
 * @throws {InvalidInputError} naming the field.
 */
export function readConnection({ fields, text }: ConnectionInput): ConnectionDraft {
  const given = { ...(text === null ? {} : fieldsOf(text)), ...fields };
  const unknown = Object.keys(given).find((name) => !fieldNames.includes(name));
  if (unknown !== undefined) throw wrong(unknown, `an AuthPI connection has no field "${unknown}"; it takes ${fieldNames.join(', ')}`);
  if ((textOf(given['system'], 'system') ?? 'authpi') !== 'authpi')
    throw wrong('system', 'this describes another kind of system than AuthPI');
  const url = textOf(given['baseUrl'] ?? given['url'], 'baseUrl') ?? 'https://api.authpi.com';
  const settings: JsonObject = {
    baseUrl: (URL.parse(url.trim())?.href ?? url).replace(/\/+$/, ''),
    accountId: textOf(given['accountId'], 'accountId') ?? null,
    ...(isTrue(given['allowPlainHttp']) ? { allowPlainHttp: true } : {}),
  };
  const credential = joinKeySecret(keyOf(given));
  checkWithClient({ settings, credential });
  return { settings, credential };
}

/** What an open connection is made from. @throws {InvalidInputError} */
export function clientOptions({ settings, credential }: ConnectionDraft): {
  readonly key: KeySecret;
  readonly options: AuthPIClientOptions;
} {
  const { baseUrl, accountId, allowPlainHttp } = settings;
  const key = readCredential(credential);
  return {
    key,
    options: {
      apiKey: key,
      ...(typeof baseUrl === 'string' ? { baseUrl } : {}),
      ...(typeof accountId === 'string' ? { accountId } : {}),
      ...(allowPlainHttp === true ? { allowPlainHttp } : {}),
    },
  };
}

/** The client knows what makes a usable address, key and account; a connection that it refuses is not stored. */
function checkWithClient(draft: ConnectionDraft): void {
  try {
    void new AuthPIClient(clientOptions(draft).options).close();
  } catch (error) {
    if (!ConfigurationError.isInstance(error)) throw error;
    const field = /^(?:apiKey|baseUrl|accountId)/.exec(error.errorDescription)?.[0] ?? 'credential';
    throw wrong(field === 'apiKey' ? 'keyId' : field, error.errorDescription);
  }
}

function keyOf(given: Fields): KeySecret {
  const kept = textOf(given['credential'], 'credential');
  if (kept !== undefined) return readCredential(new Secret(kept));
  const id = textOf(given['keyId'], 'keyId');
  const secret = textOf(given['keySecret'], 'keySecret');
  if (id === undefined) throw wrong('keyId', 'the id of the API key is missing');
  if (!/^key_[^\s:]+$/.test(id)) throw wrong('keyId', 'the id of an API key begins with key_ and holds neither spaces nor colons');
  if (secret === undefined) throw wrong('keySecret', 'the secret of the API key is missing; it was shown once when the key was made');
  return { id, secret: new Secret(secret) };
}

/** Reads a credential, which may be read anew each time from where it is kept. @throws {InvalidInputError} */
function readCredential(credential: Secret): KeySecret {
  const halves = readKeySecret(credential);
  if (halves !== null) return halves;
  const parsed = parseJson(credential.reveal());
  if (parsed !== undefined && parsed['credential'] === undefined) return keyOf(parsed);
  throw wrong('credential', 'it is not an API key in the form key_id:secret');
}

/** One JSON object is taken by its fields; anything else can only be the key itself. */
function fieldsOf(text: Secret): Fields {
  return parseJson(text.reveal()) ?? { credential: text };
}

function parseJson(text: string): Fields | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    // Each value is checked when it is read.
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? (parsed as Fields) : undefined;
  } catch {
    return undefined;
  }
}

function textOf(value: JsonValueInput | undefined, field: string): string | undefined {
  if (value === undefined || value === null) return undefined;
  const text = Secret.isSecret(value) ? value.reveal() : value;
  if (typeof text !== 'string' || text === '') throw wrong(field, 'it is not a text, or empty');
  return text;
}

/** Options on a command line are texts. */
function isTrue(value: JsonValueInput | undefined): boolean {
  if (value === undefined || value === null || value === false || value === 'false') return false;
  if (value === true || value === 'true') return true;
  throw wrong('allowPlainHttp', 'it is neither true nor false');
}

function wrong(field: string, reason: string): InvalidInputError {
  return new InvalidInputError(`The AuthPI connection cannot be used: ${reason}`, { advice, details: { field } });
}

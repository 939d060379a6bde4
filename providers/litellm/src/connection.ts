import { InvalidInputError } from '@keyrack/contracts';
import type { ConnectionDraft, ConnectionInput, JsonValueInput } from '@keyrack/contracts';
import { ConfigurationError } from '@keyrack/http';
import { LiteLLMClient } from '@keyrack/litellm';
import { Secret } from '@keyrack/secret';

type Fields = ConnectionInput['fields'];

const fieldNames: readonly string[] = ['url', 'baseUrl', 'apiKey', 'credential', 'allowPlainHttp', 'system'];
const advice = 'Give the fields "url" and "apiKey", or the JSON line that keyrack emulate prints.';

/**
 * Reads the description of a connection: the fields `url` (or `baseUrl`) and `apiKey`, or a JSON object with them. The key is the
 * master key or that of a proxy admin; a `credential` that is kept elsewhere is such a key too. Plain http to another machine is
 * refused unless `allowPlainHttp` is true.
 *
 * @throws {InvalidInputError} naming the field.
 */
export function readConnection({ fields, text }: ConnectionInput): ConnectionDraft {
  const given = { ...(text === null ? {} : fieldsOf(text)), ...fields };
  const unknown = Object.keys(given).find((name) => !fieldNames.includes(name));
  if (unknown !== undefined) throw wrong(unknown, `a LiteLLM connection has no field "${unknown}"; it takes ${fieldNames.join(', ')}`);
  const system = textOf(given['system'], 'system') ?? 'litellm';
  if (system !== 'litellm') throw wrong('system', 'this describes another kind of system than LiteLLM');
  const url = textOf(given['baseUrl'] ?? given['url'], 'url');
  if (url === undefined) throw wrong('url', 'the address is missing');
  const apiKey = textOf(given['credential'] ?? given['apiKey'], 'apiKey')?.trim();
  if (apiKey === undefined || apiKey === '') throw wrong('apiKey', 'the key is missing');
  const allowPlainHttp = flagOf(given['allowPlainHttp'], 'allowPlainHttp');
  return { settings: { baseUrl: readBaseUrl(url, allowPlainHttp), allowPlainHttp }, credential: new Secret(apiKey) };
}

/** The address in its one form, without trailing slashes. @throws {InvalidInputError} when no client can be made of it. */
function readBaseUrl(url: string, allowPlainHttp: boolean): string {
  try {
    const client = new LiteLLMClient({ baseUrl: url, allowPlainHttp });
    return client.origin + new URL(url.trim()).pathname.replace(/\/+$/, '');
  } catch (error) {
    if (ConfigurationError.isInstance(error)) throw wrong('url', error.fault);
    throw error;
  }
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

function textOf(value: JsonValueInput | undefined, field: string): string | undefined {
  if (value === undefined || value === null) return undefined;
  const text = Secret.isSecret(value) ? value.reveal() : value;
  if (typeof text !== 'string' || text === '') throw wrong(field, 'it is not a text, or empty');
  return text;
}

/** A person types `true`, a file holds true. */
function flagOf(value: JsonValueInput | undefined, field: string): boolean {
  if (value === undefined || value === null || value === false || value === 'false') return false;
  if (value === true || value === 'true') return true;
  throw wrong(field, 'it is neither true nor false');
}

function wrong(field: string, reason: string): InvalidInputError {
  return new InvalidInputError(`The LiteLLM connection cannot be used: ${reason}`, { advice, details: { field } });
}

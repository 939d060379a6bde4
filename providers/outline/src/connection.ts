import { InvalidInputError } from '@keyrack/contracts';
import type { ConnectionDraft, ConnectionInput, JsonValueInput } from '@keyrack/contracts';
import { ConfigurationError } from '@keyrack/http';
import { normalizeCertSha256, parseAccessFile, readApiUrl } from '@keyrack/outline';
import { Secret } from '@keyrack/secret';

type Fields = ConnectionInput['fields'];

const fieldNames: readonly string[] = ['url', 'apiUrl', 'certSha256', 'credential', 'system'];
const advice = 'Give the installer\'s access.txt, or the fields "apiUrl" and "certSha256".';

/**
 * Reads the description of a connection: the text of `access.txt`, what the installer or `keyrack emulate` printed, or the
 * fields `url` (or `apiUrl`) and `certSha256`. The whole address is the credential, since its path grants access; a
 * `credential` that is kept elsewhere is the address too, or a whole access.txt.
 *
 * @throws {InvalidInputError} naming the field.
 */
export function readConnection({ fields, text }: ConnectionInput): ConnectionDraft {
  const given = { ...(text === null ? {} : fieldsOf(text)), ...fields };
  const unknown = Object.keys(given).find((name) => !fieldNames.includes(name));
  if (unknown !== undefined) throw wrong(unknown, `an Outline connection has no field "${unknown}"; it takes ${fieldNames.join(', ')}`);
  const system = textOf(given['system'], 'system') ?? 'outline';
  if (system !== 'outline') throw wrong('system', 'this describes another kind of system than Outline');
  const kept = textOf(given['credential'], 'credential');
  const access = kept === undefined ? null : readCredential(new Secret(kept));
  const url = access?.apiUrl ?? textOf(given['apiUrl'] ?? given['url'], 'apiUrl');
  if (url === undefined) throw wrong('apiUrl', 'the address is missing');
  const pin = textOf(given['certSha256'], 'certSha256') ?? access?.certSha256;
  const certSha256 = pin === undefined ? null : normalizeCertSha256(pin);
  if (pin !== undefined && certSha256 === null) throw wrong('certSha256', 'it is not 64 hex digits, with or without colons');
  const credential = inputFrom('apiUrl', () => readApiUrl(url));
  return { settings: { origin: new URL(credential.reveal()).origin, certSha256 }, credential };
}

/** What a credential says that is read anew each time: an address, or the content of access.txt. @throws {InvalidInputError} */
export function readCredential(credential: Secret): { readonly apiUrl: Secret; readonly certSha256?: string } {
  return inputFrom('credential', () =>
    /^\s*https?:/i.test(credential.reveal()) ? { apiUrl: readApiUrl(credential) } : parseAccessFile(credential),
  );
}

/** One JSON object is taken by its fields, everything else as what people paste. */
function fieldsOf(text: Secret): Fields {
  const parsed = parseJson(text.reveal());
  // Each value is checked when it is read.
  if (typeof parsed === 'object' && parsed !== null && 'url' in parsed) return parsed as Fields;
  return { ...inputFrom('text', () => parseAccessFile(text)) };
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

function inputFrom<Result>(field: string, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    if (!ConfigurationError.isInstance(error)) throw error;
    throw new InvalidInputError(`Outline: ${error.fault}`, { advice, details: { field } });
  }
}

function wrong(field: string, reason: string): InvalidInputError {
  return new InvalidInputError(`The Outline connection cannot be used: ${reason}`, { advice, details: { field } });
}

import { checkObject, ConfigurationError } from '@keyrack/http';
import { Secret } from '@keyrack/secret';
import { formatAccessUrl, parseAccessUrl } from './access-url.ts';
import type { AccessUrl } from './access-url.ts';

/** What an app gets when it fetches a dynamic access key: a way in, or words for the person in front of it. */
export type DynamicKey =
  | { readonly kind: 'access'; readonly access: AccessUrl }
  /** Shown instead of connecting: `Quota exceeded`, with the details where the app has room. */
  | { readonly kind: 'error'; readonly message: string; readonly details?: string };

/**
 * How a dynamic access key is written: as the URL alone, as the JSON that every app reads, or as the YAML that apps since 1.15 read.
 * An error exists in YAML only.
 */
export type DynamicKeyFormat = 'url' | 'json' | 'yaml';

const formats: readonly DynamicKeyFormat[] = ['url', 'json', 'yaml'];

/** A document to serve under an https address. */
export interface DynamicKeyDocument {
  /** Holds the password, unless it is an error. */
  readonly body: Secret;
  /** For the `Content-Type` header. */
  readonly contentType: string;
}

/**
 * Writes the document that apps fetch.
 *
 * @throws {ConfigurationError} for an error in a format that has none.
 */
export function formatDynamicKey(key: DynamicKey, chosen?: DynamicKeyFormat): DynamicKeyDocument {
  const { kind } = checkObject('outline', 'a dynamic access key', key);
  const format = chosen === undefined ? (kind === 'error' ? 'yaml' : 'json') : chosen;
  if (!formats.includes(format)) throw wrong(`its format is one of ${formats.join(', ')}`);
  if (key.kind === 'error') {
    if (format !== 'yaml') throw wrong('only YAML documents can tell an error');
    return yaml({ error: { message: key.message, ...(key.details === undefined ? {} : { details: key.details }) } });
  }
  if (key.kind !== 'access') throw wrong('its kind is access or error');
  const { access } = key;
  if (format === 'url') return { body: formatAccessUrl(access), contentType: 'text/plain; charset=utf-8' };
  // Whatever is no part of an access URL is no part of a document either.
  formatAccessUrl(access);
  const { host, port, password, method, prefix } = access;
  if (format === 'json') {
    const document = { server: host, server_port: port, password: password.reveal(), method, ...(prefix === undefined ? {} : { prefix }) };
    return { body: new Secret(JSON.stringify(document)), contentType: 'application/json; charset=utf-8' };
  }
  const endpoint = host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
  const shadowsocks = { $type: 'shadowsocks', endpoint, cipher: method, secret: password.reveal() };
  // A prefix disguises the beginning of a connection; a datagram has none.
  return yaml({ transport: { $type: 'tcpudp', tcp: { ...shadowsocks, ...(prefix === undefined ? {} : { prefix }) }, udp: shadowsocks } });
}

/**
 * Reads what an app would fetch, in any of its forms. Loads a YAML parser for documents that are neither a URL nor JSON.
 *
 * @returns null when it is none of them, or one that names more than one server or another transport than Shadowsocks.
 */
export async function parseDynamicKey(document: string | Secret): Promise<DynamicKey | null> {
  const given: unknown = Secret.isSecret(document) ? document.reveal() : document;
  if (typeof given !== 'string') return null;
  const text = given.trim();
  const access = parseAccessUrl(text);
  if (access !== null) return { kind: 'access', access };
  const parsed = parseJson(text) ?? (await parseYaml(text));
  return isFields(parsed) ? (readError(parsed) ?? readServer(parsed) ?? readTransport(parsed)) : null;
}

type Fields = Readonly<Record<string, unknown>>;

function readError({ error }: Fields): DynamicKey | null {
  if (!isFields(error) || typeof error['message'] !== 'string') return null;
  const { message, details } = error;
  return { kind: 'error', message, ...(typeof details === 'string' ? { details } : {}) };
}

function readServer({ server, server_port: port, password, method, prefix }: Fields): DynamicKey | null {
  return accessOf({ host: server, port, password, method, prefix });
}

function readTransport({ transport }: Fields): DynamicKey | null {
  const tcp = isFields(transport) ? (transport['$type'] === 'tcpudp' ? transport['tcp'] : transport) : undefined;
  if (!isFields(tcp) || (tcp['$type'] ?? 'shadowsocks') !== 'shadowsocks') return null;
  const endpoint = typeof tcp['endpoint'] === 'string' ? tcp['endpoint'] : '';
  const border = endpoint.lastIndexOf(':');
  const host = endpoint.slice(0, border).replace(/^\[(.*)\]$/, '$1');
  return accessOf({
    host,
    port: Number(endpoint.slice(border + 1)),
    password: tcp['secret'],
    method: tcp['cipher'],
    prefix: tcp['prefix'],
  });
}

function accessOf(fields: Fields): DynamicKey | null {
  const { host, port, password, method, prefix } = fields;
  if (typeof host !== 'string' || host === '' || typeof password !== 'string' || password === '' || typeof method !== 'string') return null;
  if (typeof port !== 'number' || !Number.isInteger(port) || port < 1 || port > 65_535) return null;
  const access = { method, password: new Secret(password), host, port, ...(typeof prefix === 'string' ? { prefix } : {}) };
  return { kind: 'access', access };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

async function parseYaml(text: string): Promise<unknown> {
  try {
    const { parse } = await import('yaml');
    // Its words quote the text, and a few short lines can otherwise mean a very long list.
    return parse(text, { logLevel: 'silent', maxAliasCount: 100 }) as unknown;
  } catch {
    return undefined;
  }
}

/** JSON texts are YAML texts, and nothing in them can break out. */
function yaml(document: Fields): DynamicKeyDocument {
  return { body: new Secret(`${lines(document, '').join('\n')}\n`), contentType: 'text/yaml; charset=utf-8' };
}

function lines(fields: Fields, indent: string): readonly string[] {
  return Object.entries(fields).flatMap(([name, value]) =>
    isFields(value) ? [`${indent}${name}:`, ...lines(value, `${indent}  `)] : [`${indent}${name}: ${JSON.stringify(value)}`],
  );
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function wrong(message: string): ConfigurationError {
  return new ConfigurationError('outline', `the dynamic access key cannot be written: ${message}`);
}

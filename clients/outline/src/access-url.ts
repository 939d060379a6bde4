import { checkObject, ConfigurationError, readText } from '@keyrack/http';
import { Secret } from '@keyrack/secret';

/** What an `ss://` access URL says. */
export interface AccessUrl {
  readonly method: string;
  readonly password: Secret;
  /** An IPv6 address stands without its brackets. */
  readonly host: string;
  readonly port: number;
  /** What apps show as the name of the server: the part behind `#`. */
  readonly name?: string;
  /**
   * Bytes that a connection begins with, to look like another protocol; one character of U+0000 to U+00FF for each byte.
   * Apps read it since 1.11.
   */
  readonly prefix?: string;
  /** Other parameters behind the question mark, such as `outline` or `plugin`. */
  readonly parameters?: Readonly<Record<string, string>>;
}

// Plain base64 has slashes, and some write it where base64url belongs.
const sip002 = /^ss:\/\/(?<user>[^@?#]+)@(?<rest>[^?#/]+)(?:\/[^?#]*)?(?:\?(?<query>[^#]*))?(?:#(?<name>.*))?$/i;
const legacy = /^ss:\/\/(?<all>[A-Za-z0-9+/_=%-]+)(?:\?(?<query>[^#]*))?(?:#(?<name>.*))?$/i;
const address = /^(?:\[(?<ipv6>[0-9a-fA-F:.]+)\]|(?<host>[^/?#:@[\]\s]+)):(?<port>\d{1,5})$/;

/**
 * Reads an access URL in either of its forms: `ss://` + base64url of `method:password` + `@host:port/?...#name` (SIP002, as Outline
 * writes it; also with the user in plain base64 or percent-encoded instead), and the older `ss://` + base64 of everything + `#name`.
 *
 * @returns null when it is not one.
 */
export function parseAccessUrl(accessUrl: string | Secret): AccessUrl | null {
  const given: unknown = Secret.isSecret(accessUrl) ? accessUrl.reveal() : accessUrl;
  if (typeof given !== 'string') return null;
  const text = given.trim();
  return parseSip002(text) ?? parseLegacy(text);
}

/** How an access URL is written. */
export interface AccessUrlOptions {
  /**
   * `sip002` as Outline writes it; `legacy` is base64 of everything but the name, for apps that read nothing else.
   * @default 'sip002'
   */
  readonly form?: 'sip002' | 'legacy';
}

/**
 * Writes an access URL, with name and prefix where they are given.
 *
 * @throws {ConfigurationError} when a part of it is no part of such a URL; the older form has no place for prefix and parameters.
 */
export function formatAccessUrl(accessUrl: AccessUrl, options: AccessUrlOptions = {}): Secret {
  const { form = 'sip002', ...others } = checkObject('outline', 'the options of an access URL', options);
  if ((form !== 'sip002' && form !== 'legacy') || Object.keys(others).length > 0) throw wrong('its only option is form: sip002 or legacy');
  const { method, password, name, prefix, parameters } = checkObject('outline', 'what an access URL says', accessUrl);
  if (typeof method !== 'string' || !/^[^:]+$/.test(method)) throw wrong('method is a text without a colon');
  if (!Secret.isSecret(password)) throw wrong('password is a Secret');
  if (parameters !== undefined) checkObject('outline', 'the parameters of an access URL', parameters);
  const query = Object.entries(prefix === undefined ? (parameters ?? {}) : { ...parameters, prefix }).map(
    ([parameter, value]) => `${encodeText('a parameter', parameter)}=${encodeText(parameter, value)}`,
  );
  const fragment = fragmentOf(name ?? '');
  const user = `${method}:${password.reveal()}`;
  const at = formatAddress(accessUrl);
  if (form === 'sip002') return new Secret(`ss://${base64url(user)}@${at}${query.length > 0 ? `/?${query.join('&')}` : ''}${fragment}`);
  if (query.length > 0) throw wrong('the legacy form has no place for a prefix or parameters');
  return new Secret(`ss://${encodeBase64(`${user}@${at}`)}${fragment}`);
}

/**
 * Gives an access URL another name behind `#`, which apps show, or none. Servers write none.
 *
 * @throws {ConfigurationError} when it is no access URL.
 */
export function nameAccessUrl(accessUrl: string | Secret, name: string): Secret {
  const text = readText('outline', 'an access URL', accessUrl);
  if (parseAccessUrl(text) === null) throw wrong('it is not an ss:// access URL');
  return new Secret(text.trim().replace(/#.*$/s, '') + fragmentOf(name));
}

function parseSip002(text: string): AccessUrl | null {
  const groups = sip002.exec(text)?.groups;
  if (groups === undefined) return null;
  const { user = '', rest = '', query = '', name = '' } = groups;
  const credential =
    splitUser(decodeBase64(decodeText(user) ?? '') ?? '') ?? (user.includes(':') ? splitUser(decodeText(user) ?? '') : null);
  return assemble(credential, decodeText(rest) ?? '', { ...nameOf(name), ...parametersOf(query) });
}

function parseLegacy(text: string): AccessUrl | null {
  const groups = legacy.exec(text)?.groups;
  const all = decodeText(groups?.['all'] ?? '') ?? '';
  // A slash at the end may belong to the text that is encoded, or only end it.
  const decoded = decodeBase64(all) ?? decodeBase64(all.replace(/\/$/, '')) ?? '';
  // A password may hold an at sign, a host never does.
  const border = decoded.lastIndexOf('@');
  const more = { ...nameOf(groups?.['name'] ?? ''), ...parametersOf(groups?.['query'] ?? '') };
  return border < 0 ? null : assemble(splitUser(decoded.slice(0, border)), decoded.slice(border + 1), more);
}

type Credential = Pick<AccessUrl, 'method' | 'password'>;

function assemble(credential: Credential | null, rest: string, more: Pick<AccessUrl, 'name' | 'prefix' | 'parameters'>): AccessUrl | null {
  const groups = address.exec(rest)?.groups;
  const port = Number(groups?.['port']);
  if (credential === null || !(port >= 1 && port <= 65_535)) return null;
  return { ...credential, host: groups?.['ipv6'] ?? groups?.['host'] ?? '', port, ...more };
}

function splitUser(user: string): Credential | null {
  const [, method, password] = /^([^:]+):([\s\S]+)$/.exec(user) ?? [];
  return method === undefined || password === undefined ? null : { method, password: new Secret(password) };
}

function nameOf(fragment: string): { readonly name?: string } {
  return fragment === '' ? {} : { name: decodeText(fragment) ?? fragment };
}

function parametersOf(query: string): Pick<AccessUrl, 'prefix' | 'parameters'> {
  const { prefix, ...parameters } = readQuery(query);
  return { ...(prefix === undefined ? {} : { prefix }), ...(Object.keys(parameters).length === 0 ? {} : { parameters }) };
}

/** Not as a form: there a plus is a space, and a prefix may hold one. */
function readQuery(query: string): Record<string, string> {
  const pairs = query.split('&').filter((pair) => pair !== '');
  return Object.fromEntries(
    pairs.map((pair) => {
      const border = pair.indexOf('=');
      const [name, value] = border < 0 ? [pair, ''] : [pair.slice(0, border), pair.slice(border + 1)];
      return [decodeText(name) ?? name, decodeText(value) ?? value];
    }),
  );
}

function formatAddress({ host, port }: Pick<AccessUrl, 'host' | 'port'>): string {
  if (typeof host !== 'string') throw wrong('host is a text');
  const written = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  if (!address.test(written) || !(port >= 1 && port <= 65_535))
    throw wrong('host is a name or an address without port, port is 1 to 65535');
  return written;
}

function decodeText(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

function decodeBase64(encoded: string): string | null {
  const base64 = encoded.replaceAll('-', '+').replaceAll('_', '/');
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
      Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)),
    );
  } catch {
    return null;
  }
}

function fragmentOf(name: string): string {
  return name === '' ? '' : `#${encodeText('name', name)}`;
}

function encodeText(what: string, text: string): string {
  if (typeof text === 'string' && text.isWellFormed()) return encodeURIComponent(text);
  throw wrong(`${what} is a text of valid Unicode`);
}

function base64url(text: string): string {
  return encodeBase64(text).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

function encodeBase64(text: string): string {
  if (!text.isWellFormed()) throw wrong('method and password are valid Unicode');
  return btoa(Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join(''));
}

function wrong(message: string): ConfigurationError {
  return new ConfigurationError('outline', `the access URL cannot be used: ${message}`);
}

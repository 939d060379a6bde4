import { Secret } from '@keyrack/secret';
import { ConfigurationError } from './errors.ts';
import type { RequestHeaders } from './request.ts';

const nameForm = /^[!#$%&'*+.^_`|~0-9a-z-]+$/;
// Visible Latin-1, inner spaces and tabs: anything else could end the header and begin another one.
const valueForm = /^[\x21-\x7e\x80-\xff](?:[\t\x20-\x7e\x80-\xff]*[\x21-\x7e\x80-\xff])?$/;

const reserved: ReadonlySet<string> = new Set([
  'accept-encoding',
  'authorization',
  'connection',
  'content-encoding',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'user-agent',
]);

/** Which headers a caller may not set, and whose option to name when one does. */
export interface HeaderRules {
  readonly system: string;
  /** The header that carries the credential, in lower case. */
  readonly credentialHeader: string;
  /** The option that is looked at: `defaultHeaders` or `headers`. */
  readonly option: string;
}

/**
 * Lays headers over others, names in lower case, so that a name in another case replaces instead of going out twice.
 *
 * @throws {ConfigurationError} for a reserved name and for what cannot be a header; values are never repeated.
 */
export function layHeaders(under: Readonly<Record<string, string>>, over: RequestHeaders, rules: HeaderRules): Record<string, string> {
  checkHeaders(rules.system, rules.option, over);
  const laid: Record<string, string> = { ...under };
  for (const [givenName, given] of Object.entries(over)) {
    if (given === undefined) continue;
    const name = givenName.toLowerCase();
    if (!isHeaderName(name)) throw new ConfigurationError(rules.system, `${rules.option} has a name that no header can have`);
    if (isReservedHeader(name) || name === rules.credentialHeader) {
      throw new ConfigurationError(
        rules.system,
        `${rules.option} must not hold "${name}": it has an option of its own or belongs to the transport`,
      );
    }
    laid[name] = checkHeaderValue(rules.system, `${rules.option} "${name}"`, Secret.isSecret(given) ? given.reveal() : given);
  }
  return laid;
}

/** @throws {ConfigurationError} for a list or a Headers object: in those nothing would be found, and nothing sent. */
export function checkHeaders(system: string, option: string, headers: unknown): void {
  if (typeof headers === 'object' && headers !== null && !(Symbol.iterator in headers)) return;
  throw new ConfigurationError(system, `${option} must be an object of names and values`);
}

/** Whether a lower-case text can name a header. */
export function isHeaderName(name: string): boolean {
  return nameForm.test(name) && name !== '__proto__';
}

/** Whether a header decides who is asked, as whom, or how bytes are framed; nobody sets those by hand. */
export function isReservedHeader(name: string): boolean {
  return reserved.has(name);
}

/**
 * Passes on a value that fits into a header.
 *
 * @throws {ConfigurationError} that says where, never what.
 */
export function checkHeaderValue(system: string, where: string, value: unknown): string {
  if (typeof value === 'string' && valueForm.test(value)) return value;
  throw new ConfigurationError(system, `${where} must be text that fits into a header: not empty, no line breaks, no control characters`);
}

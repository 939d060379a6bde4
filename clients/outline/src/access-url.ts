import { Secret } from '@keyrack/secret';

/** What an `ss://` access URL says. */
export interface AccessUrl {
  readonly method: string;
  readonly password: Secret;
  /** An IPv6 address stands without its brackets. */
  readonly host: string;
  readonly port: number;
}

/**
 * Reads an access URL as Outline writes it: `ss://` + base64url of `method:password` + `@host:port`, with anything behind.
 * Null when it is not one.
 */
export function parseAccessUrl(accessUrl: string | Secret): AccessUrl | null {
  const text = (typeof accessUrl === 'string' ? accessUrl : accessUrl.reveal()).trim();
  const groups =
    /^ss:\/\/(?<user>[A-Za-z0-9_+/%=-]+)@(?:\[(?<ipv6>[0-9a-fA-F:.]+)\]|(?<host>[^/?#:@[\]]+)):(?<port>\d{1,5})(?:[/?#]|$)/.exec(
      text,
    )?.groups;
  const user = decodeUser(groups?.['user'] ?? '');
  const [, method, password] = /^([^:]+):([\s\S]+)$/.exec(user) ?? [];
  const port = Number(groups?.['port']);
  if (method === undefined || password === undefined || !(port >= 1 && port <= 65_535)) return null;
  return { method, password: new Secret(password), host: groups?.['ipv6'] ?? groups?.['host'] ?? '', port };
}

function decodeUser(encoded: string): string {
  const base64 = encoded.replaceAll('%3D', '=').replaceAll('-', '+').replaceAll('_', '/');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)));
  } catch {
    return '';
  }
}

import { Secret } from '@keyrack/secret';
import type { Authentication } from './authentication.ts';
import { ConfigurationError } from './errors.ts';
import { checkHeaderValue, isHeaderName, isReservedHeader } from './headers.ts';

/** The header that proves who the client is, and every form of its secret. */
export interface Credential {
  readonly header: string;
  readonly value: string | undefined;
  readonly secrets: readonly string[];
}

/**
 * Turns an authentication option into its header.
 *
 * @throws {ConfigurationError} when a part of it is missing or does not fit into a header.
 */
export function credentialOf(system: string, authentication: Authentication): Credential {
  const check = (secret: Secret, part: string): string => {
    if (Secret.isSecret(secret)) return checkHeaderValue(system, `authentication.${part}`, secret.reveal());
    throw new ConfigurationError(system, `authentication.${part} must be a Secret`);
  };
  switch (authentication.kind) {
    case 'none':
      return { header: 'authorization', value: undefined, secrets: [] };
    case 'bearer': {
      const token = check(authentication.token, 'token');
      return { header: 'authorization', value: `Bearer ${token}`, secrets: [token] };
    }
    case 'basic': {
      // Base64 carries any text, but a colon would move the border between name and password.
      const { username, password } = authentication;
      if (typeof username !== 'string' || username === '' || username.includes(':')) {
        throw new ConfigurationError(system, 'authentication.username must be a text without a colon');
      }
      if (!Secret.isSecret(password)) throw new ConfigurationError(system, 'authentication.password must be a Secret');
      const token = base64(`${username}:${password.reveal()}`);
      return { header: 'authorization', value: `Basic ${token}`, secrets: [password.reveal(), token] };
    }
    case 'header': {
      const header = String(authentication.name).toLowerCase();
      if (!isHeaderName(header) || (isReservedHeader(header) && header !== 'authorization')) {
        throw new ConfigurationError(system, 'authentication.name must be the name of a header that is not otherwise used');
      }
      const value = check(authentication.value, 'value');
      return { header, value, secrets: [value] };
    }
    default:
      throw new ConfigurationError(system, "authentication.kind must be 'none', 'bearer', 'basic' or 'header'");
  }
}

/** Base64 of UTF-8, with what every runtime has. */
function base64(text: string): string {
  return btoa(Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join(''));
}

import { ConfigurationError, readText } from '@keyrack/http';
import { Secret } from '@keyrack/secret';

/** A key by its secret, which begins with `sk-`, or by its token: the SHA-256 of the secret as 64 hex digits. */
export type KeyReference = string | Secret;

const tokenForm = /^[0-9a-f]{64}$/i;

/**
 * The token of a secret: what the proxy keeps instead of it, and knows the key by.
 *
 * @example
 * const token = await hashKey('sk-…'); // 64 hex digits, nothing secret
 */
export async function hashKey(secret: string | Secret): Promise<string> {
  const text = readText('litellm', 'the secret of a key', secret);
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Whether a text is a token: 64 hex digits. */
export function isToken(text: string): boolean {
  return tokenForm.test(text);
}

/**
 * The token of a key that was given either way, so that no secret ever gets into an address, and keys with odd secrets can be
 * blocked too, which the proxy does by token only.
 *
 * @throws {ConfigurationError} for anything else, such as an alias; the message never repeats it.
 */
export async function tokenOf(key: KeyReference): Promise<string> {
  const text: unknown = Secret.isSecret(key) ? key.reveal() : key;
  if (typeof text === 'string' && text.startsWith('sk-')) return hashKey(text);
  if (typeof text === 'string' && tokenForm.test(text)) return text.toLowerCase();
  throw new ConfigurationError(
    'litellm',
    'a key is named by its secret, which begins with sk-, or by its token of 64 hex digits; list with key_alias finds one by its alias',
  );
}

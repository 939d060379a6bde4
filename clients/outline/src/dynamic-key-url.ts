import { checkObject, ConfigurationError, readText } from '@keyrack/http';
import { Secret } from '@keyrack/secret';

/** Where apps fetch a dynamic access key. */
export interface DynamicKeyUrl {
  /** The address that is fetched: `https://...`. Whoever knows it can fetch the key. */
  readonly url: Secret;
  /** What apps show as the name of the server. */
  readonly name?: string;
}

/** Reads an `ssconf://` address; null when it is not one. */
export function parseDynamicKeyUrl(address: string | Secret): DynamicKeyUrl | null {
  const given: unknown = Secret.isSecret(address) ? address.reveal() : address;
  if (typeof given !== 'string') return null;
  const text = given.trim();
  if (!/^ssconf:\/\//i.test(text)) return null;
  const url = URL.parse(text.replace(/^ssconf:/i, 'https:'));
  if (url === null || url.hostname === '') return null;
  const fragment = url.hash.slice(1);
  url.hash = '';
  return { url: new Secret(url.href), ...(fragment === '' ? {} : { name: decode(fragment) }) };
}

/**
 * Writes the `ssconf://` address under which a person enters a dynamic access key.
 *
 * @throws {ConfigurationError} unless the address is one of https without user and fragment.
 */
export function formatDynamicKeyUrl(dynamicKey: { readonly url: string | Secret; readonly name?: string }): Secret {
  const { url: address, name } = checkObject('outline', 'a dynamic access key', dynamicKey);
  const url = URL.parse(readText('outline', 'the address of a dynamic access key', address).trim());
  if (url === null || url.protocol !== 'https:' || url.username !== '' || url.password !== '' || url.hash !== '') {
    throw new ConfigurationError(
      'outline',
      'the address of a dynamic access key is https:// without user and fragment: apps fetch nothing else',
    );
  }
  if (name !== undefined && (typeof name !== 'string' || !name.isWellFormed()))
    throw new ConfigurationError('outline', 'the name of a dynamic access key is a text of valid Unicode');
  return new Secret(url.href.replace(/^https:/, 'ssconf:') + (name === undefined || name === '' ? '' : `#${encodeURIComponent(name)}`));
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

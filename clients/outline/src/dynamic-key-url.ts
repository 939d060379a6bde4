import { ConfigurationError } from '@keyrack/http';
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
  const text = (typeof address === 'string' ? address : address.reveal()).trim();
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
export function formatDynamicKeyUrl({ url: address, name }: { readonly url: string | Secret; readonly name?: string }): Secret {
  const url = URL.parse((typeof address === 'string' ? address : address.reveal()).trim());
  if (url === null || url.protocol !== 'https:' || url.username !== '' || url.password !== '' || url.hash !== '') {
    throw new ConfigurationError(
      'outline',
      'the address of a dynamic access key is https:// without user and fragment: apps fetch nothing else',
    );
  }
  return new Secret(url.href.replace(/^https:/, 'ssconf:') + (name === undefined || name === '' ? '' : `#${encodeURIComponent(name)}`));
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

import { Secret } from '@keyrack/secret';
import { ConfigurationError } from './errors.ts';

const loopback = /^(?:localhost|.+\.localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;
/** Shorter parts of a secret path are words such as `api`, which messages need. */
const shortestSecretSegment = 8;

/** Where an API is. */
export interface BaseUrl {
  readonly origin: string;
  /** The path without trailing slashes, encoded; empty for the root. */
  readonly path: string;
  /** What must never be shown: the path and its long parts, when the address was given as a Secret. */
  readonly secrets: readonly string[];
}

/**
 * Reads the address of an API and cuts its trailing slashes.
 *
 * @throws {ConfigurationError} for anything but an http(s) address without user, query and fragment, and for plain http to
 * another machine unless that is allowed. The address is not repeated.
 */
export function parseBaseUrl(system: string, given: string | Secret, allowPlainHttp: boolean): BaseUrl {
  const text = Secret.isSecret(given) ? given.reveal() : given;
  const url = typeof text === 'string' && URL.canParse(text.trim()) ? new URL(text.trim()) : undefined;
  if (url === undefined || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    throw new ConfigurationError(system, 'baseUrl must be an address such as https://192.0.2.7:443/api');
  }
  if (url.username !== '' || url.password !== '') {
    throw new ConfigurationError(system, 'baseUrl must not hold a user or password: use the option for the credential');
  }
  if (url.search !== '' || url.hash !== '') throw new ConfigurationError(system, 'baseUrl must not have a query or a fragment');
  if (url.protocol === 'http:' && !allowPlainHttp && !loopback.test(url.hostname)) {
    throw new ConfigurationError(
      system,
      'baseUrl must be https, or the credential can be read on the way: set allowPlainHttp if that is meant',
    );
  }
  const path = url.pathname.replace(/\/+$/, '');
  return { origin: url.origin, path, secrets: Secret.isSecret(given) ? secretsOf(path) : [] };
}

function secretsOf(path: string): string[] {
  const segments = path.split('/').filter((segment) => segment.length >= shortestSecretSegment);
  return [path, path.replace(/^\//, ''), ...segments, ...segments.map(decode)].filter((secret) => secret !== '');
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

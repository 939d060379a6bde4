import { ConfigurationError } from '@keyrack/http';
import { Secret } from '@keyrack/secret';

/**
 * Checks a management address and brings it into the form that requests are built on. Its path is the only credential of
 * the server, so the result is a Secret and no message repeats any part of it.
 *
 * @throws {ConfigurationError} when it is not an https address with a path.
 */
export function readApiUrl(apiUrl: string | Secret): Secret {
  const text: unknown = Secret.isSecret(apiUrl) ? apiUrl.reveal() : apiUrl;
  if (text === undefined || text === null || text === '') throw wrong('it is missing');
  if (typeof text !== 'string') throw wrong('it must be a text or a Secret');
  const url = URL.parse(text.trim());
  if (url === null) throw wrong('it is not an address');
  if (url.protocol !== 'https:') throw wrong('it must begin with https://, since its path is the secret');
  if (url.username !== '' || url.password !== '') throw wrong('it must not hold a user name or password');
  if (url.search !== '' || url.hash !== '') throw wrong('it must not hold a query or a fragment');
  const path = url.pathname.replace(/\/+$/, '');
  if (path === '') throw wrong('its secret path is missing: it ends in https://host:port/<secret>');
  return new Secret(url.origin + path);
}

function wrong(reason: string): ConfigurationError {
  return new ConfigurationError(
    'outline',
    `apiUrl is wrong: ${reason}`,
    "Copy it whole from access.txt or from the installer's last lines.",
  );
}

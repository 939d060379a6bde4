import type { ApiRequest, PreparedCall } from '@keyrack/http';
import { checkFields, checkSegment } from './arguments.ts';
import { ConfigurationError } from './client-errors.ts';

/**
 * What goes out for a prepared call, which its holder may have changed. Sent again within 23 hours a POST is the same call: its
 * Idempotency-Key is in it.
 *
 * @throws {ConfigurationError}
 */
export function requestOf<Result>(call: PreparedCall<Result>): ApiRequest<Result> {
  const { method, route, parameters, query, headers, body, bodyText, decode } = checkFields('a prepared call', call);
  checkMethod(method);
  checkRoute(route);
  for (const [name, value] of Object.entries(checkFields('the parameters', parameters))) checkSegment(name, value as string); // it is looked at there
  checkFields('the headers', headers);
  return {
    method,
    route,
    parameters,
    query,
    headers,
    ...(body === undefined ? {} : { body }),
    ...(bodyText === undefined ? {} : { bodyText }),
    // The service keeps keys of POST only, so nothing else can be repeated without acting twice.
    repeatable: method === 'POST' && headers['idempotency-key'] !== undefined,
    // What a write has made cannot be asked for again, and a secret least of all.
    anyContentType: method !== 'GET',
    decode,
  };
}

/** @throws {ConfigurationError} for a route that is not one of the API. */
export function checkRoute(route: string): string {
  if (typeof route === 'string' && route.startsWith('/v1/')) return route;
  throw new ConfigurationError('route must begin with /v1/');
}

/** @throws {ConfigurationError} for a method that the API does not use. */
export function checkMethod(method: string): void {
  if (!methods.includes(method)) throw new ConfigurationError(`method must be one of ${methods.join(', ')}`);
}

const methods: readonly string[] = ['GET', 'POST', 'PATCH', 'DELETE'];

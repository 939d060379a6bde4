import { Secret } from '@keyrack/secret';
import { checkFunction, checkObject } from './argument-checks.ts';
import { utf8Length } from './bytes.ts';
import { ConfigurationError } from './errors.ts';
import { layHeaders } from './headers.ts';
import { writeJson } from './json-body.ts';
import { buildPath } from './path.ts';
import { buildQuery } from './query.ts';
import { secretsIn } from './redaction.ts';
import type { ApiRequest, Method, RequestHeaders } from './request.ts';
import type { Settings } from './settings.ts';

/** A request as it goes onto the wire, secrets included. */
export interface BuiltRequest {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

/**
 * Builds what is sent, the same for every attempt.
 *
 * @throws {ConfigurationError} when an argument is wrong.
 */
export function buildRequest(settings: Settings, request: ApiRequest, callHeaders: RequestHeaders | undefined): BuiltRequest {
  const { system, credentialHeader } = settings;
  checkRequest(system, request);
  const path = settings.basePath + buildPath(system, request.route, request.parameters) + buildQuery(system, request.query);
  const body = bodyOf(system, request);
  const own = { ...settings.headers };
  if (body !== undefined) own['content-type'] = 'application/json';
  const rules = { system, credentialHeader, option: 'headers' };
  const requested = request.headers === undefined ? own : layHeaders(own, request.headers, rules);
  const headers = callHeaders === undefined ? requested : layHeaders(requested, callHeaders, rules);
  if (body !== undefined) headers['content-length'] = String(utf8Length(body));
  return { path, headers, body };
}

/** A caller may have put it together or changed it. */
function checkRequest(system: string, request: ApiRequest): void {
  const { method, parameters, query, decode } = checkObject(system, 'a request', request);
  if (!methods.includes(method)) throw new ConfigurationError(system, `the method of a request must be one of ${methods.join(', ')}`);
  if (parameters !== undefined) checkObject(system, 'the parameters of a request', parameters);
  if (query !== undefined) checkObject(system, 'the query of a request', query);
  // Found out over the answer it would be too late: that may hold what nobody can ask for again.
  if (decode !== undefined) checkFunction(system, 'decode of a request', decode);
}

const methods: readonly Method[] = ['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** The secrets that this one request brings along, for redaction. */
export function secretsOfRequest(request: ApiRequest, callHeaders: RequestHeaders | undefined): string[] {
  const { parameters, body, headers, bodyText } = request;
  return [parameters, body, headers, callHeaders, bodyText].flatMap((part) => secretsIn(part));
}

function bodyOf(system: string, { body, bodyText }: ApiRequest): string | undefined {
  if (bodyText === undefined) return body === undefined ? undefined : writeJson(system, body);
  if (body !== undefined) throw new ConfigurationError(system, 'give either body or bodyText');
  if (!Secret.isSecret(bodyText)) throw new ConfigurationError(system, 'bodyText must be a Secret');
  return bodyText.reveal();
}

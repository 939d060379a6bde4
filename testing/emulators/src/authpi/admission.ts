import type { EmulatedRequest } from '../kit/exchange.ts';
import { accessDenied, ApiError, insufficientScope, notFound } from './api-error.ts';
import type { AuthPIServer } from './authpi-server.ts';
import type { Caller } from './caller.ts';
import type { Operation } from './contract.ts';
import { authenticate } from './credentials.ts';
import type { Admission } from './idempotency.ts';
import { allows, permissionFor } from './permissions.ts';
import type { Router } from './router.ts';
import { readTarget } from './target.ts';

/** A call whose caller may make it. */
export interface AdmittedCall {
  readonly request: EmulatedRequest;
  readonly operation: Operation;
  readonly parameters: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly caller: Caller;
}

/** Finds out who calls what, and whether they may. @throws {ApiError} 401, 403, 404, 405 */
export function admit(server: AuthPIServer, router: Router, request: EmulatedRequest): AdmittedCall {
  const { segments, query } = readTarget(request.target);
  const caller = authenticate(server, request.headers.authorization);
  const match = segments === undefined ? undefined : router.match(request.method, segments);
  if (match === undefined || match.kind === 'none') throw notFound('The path');
  if (match.kind === 'other-methods') {
    const headers = { Allow: match.allow.join(', ') };
    throw new ApiError(405, 'method_not_allowed', { message: 'The path has no such method.', headers });
  }
  const { operation } = match;
  const parameters = withAlias(server, match.parameters);
  const accountId = parameters['account_id'];
  if (accountId !== undefined) checkAccess(caller, accountId, permissionFor(operation));
  return { request, operation, parameters, query, caller };
}

/** What a call with an Idempotency-Key meets: its earlier answer, or leave to act. `undefined` when it has none. @throws {ApiError} 400, 409, 422 */
export function admitOnce(server: AuthPIServer, { request, parameters }: AdmittedCall): Admission | undefined {
  const key = request.headers['idempotency-key'];
  if (request.method !== 'POST' || typeof key !== 'string') return undefined;
  const fingerprint = `${request.target}\n${request.body.toString('base64')}`;
  return server.idempotencyKeys.admit(parameters['account_id'] ?? '', key, fingerprint);
}

function checkAccess(caller: Caller, accountId: string, needed: string): void {
  const access = caller.accounts.find(({ id }) => id === accountId);
  if (access === undefined) throw accessDenied('The caller has no access to this account.');
  if (!allows(access.scopes, needed)) throw insufficientScope(needed);
}

/** Version 0.3.0 of the vendor's client calls its account `me`. */
function withAlias({ settings }: AuthPIServer, parameters: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  if (!settings.legacy || parameters['account_id'] !== 'me') return parameters;
  return { ...parameters, account_id: settings.accountId };
}

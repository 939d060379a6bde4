import { ControlError } from '../kit/control-routes.ts';
import type { AuthPIServer } from './authpi-server.ts';
import type { AccessToken } from './caller.ts';
import { randomSecret } from './random.ts';
import { organizationIdOf } from './resources/account-fields.ts';

/** What an access token shall stand for. */
export interface AccessTokenRequest {
  /** @default the account's owner */
  readonly userId?: string;
  /** The accounts it reaches; none is possible. @default the emulator's own account */
  readonly accountIds?: readonly string[];
  /** What it may do in each of them. @default everything: `*:**` */
  readonly scopes?: readonly string[];
  /** How long it is valid, in milliseconds. @default an hour */
  readonly lifetimeMs?: number;
}

/** Makes an access token, as a login would. @throws {ControlError} for an account that does not exist */
export function newAccessToken(server: AuthPIServer, request: AccessTokenRequest): AccessToken {
  const { settings, nowMs } = server;
  const { userId = settings.ownerId, accountIds = [settings.accountId], scopes = ['*:**'], lifetimeMs = 3_600_000 } = request;
  const accounts = accountIds.map((id) => {
    const account = server.table('accounts').get(id);
    if (account === undefined) throw new ControlError(`there is no account ${id}`);
    return { id, organizationId: organizationIdOf(account), scopes };
  });
  const token = { token: randomSecret(), userId, accounts, expiresAtMs: nowMs + lifetimeMs };
  server.accessTokens.set(token.token, token);
  return token;
}

import type { EmulatedRequest } from '../../kit/exchange.ts';
import type { LiteLLMProxy } from '../litellm-proxy.ts';
import { HttpFailure, PlainFailure, ProxyFailure, refused } from '../web/failures.ts';
import type { KeyRow } from '../tables/key-row.ts';
import { Instant } from '../values/json.ts';
import { printedTime } from '../values/time-text.ts';
import { abbreviated, masked, tokenOf } from '../values/secrets.ts';
import { checkKeyBudget, checkOtherBudgets } from './budgets.ts';
import type { Caller } from './caller.ts';
import { masterCaller, nobody, roleOf } from './caller.ts';
import { presentedKey } from './credential.ts';
import { checkKeyModel, checkOtherModels } from './models.ts';
import type { AskedRoute } from './route-access.ts';
import { checkKeyRoutes, checkRole } from './route-access.ts';
import type { SeenKeys } from './seen-keys.ts';

/** What authorization looks at besides the route. */
export interface Asked extends AskedRoute {
  /** The model that the body names, on routes that call models. */
  readonly model: string | null;
  /** Keys as this proxy remembers them; null: as they are. */
  readonly seenKeys: SeenKeys | null;
}

/**
 * Finds out who calls, and whether that caller may call this route now.
 * @throws {ProxyFailure} in the shape of authorization errors
 * @throws {HttpFailure} when the key was made for other routes only
 */
export function authenticate(proxy: LiteLLMProxy, request: EmulatedRequest, asked: Asked): Caller {
  if (asked.groups.includes('public')) return nobody;
  const caller = asAuthorizationError(() => identify(proxy, request, asked));
  checkKeyRoutes(caller, asked);
  asAuthorizationError(() => authorize(proxy, caller, asked));
  return caller;
}

function identify(proxy: LiteLLMProxy, { headers }: EmulatedRequest, asked: Asked): Caller {
  const secret = presentedKey(headers);
  if (secret === undefined) throw new PlainFailure('No api key passed in.');
  if (secret === '') throw new PlainFailure('Malformed API Key passed in. Ensure Key has `Bearer ` prefix.');
  if (secret === proxy.settings.masterKey) return masterCaller;
  if (!proxy.settings.database) throw new ProxyFailure('No connected db.', { status: 400, type: 'no_db_connection', param: null });
  if (!secret.startsWith('sk-')) {
    throw new HttpFailure(401, `LiteLLM Virtual Key expected. Received=${masked(secret)}, expected to start with 'sk-'.`);
  }
  const token = tokenOf(secret);
  const key = asked.seenKeys === null ? proxy.keys.get(token) : asked.seenKeys.get(proxy, token);
  if (key === undefined) throw unknownKey(secret);
  const user = proxy.people.user(key.user_id);
  const caller: Caller = { role: roleOf(user), userId: key.user_id, apiKey: key.token, key, user };
  checkUsable(proxy, key, asked);
  return caller;
}

/** The checks that come before it is known what else the key may do. */
function checkUsable(proxy: LiteLLMProxy, key: KeyRow, asked: Asked): void {
  if (key.blocked === true) throw new PlainFailure("Key is blocked. Update via `/key/unblock` if you're an admin.");
  if (asked.model !== null) checkKeyModel(key, asked.model);
  if (key.expires !== null && key.expires < proxy.clock.nowMs()) throw expiredKey(key.token, key.expires, proxy.clock.nowMs());
  if (asked.groups.includes('llm_api_routes')) checkKeyBudget(proxy, key);
  if (key.team_id !== null && proxy.seenTeams.get(key.team_id) === null) throw noTeam(key.team_id);
}

function authorize(proxy: LiteLLMProxy, caller: Caller, asked: Asked): void {
  const team = caller.key?.team_id === null || caller.key === null ? null : proxy.seenTeams.get(caller.key.team_id);
  if (team?.blocked === true) throw new PlainFailure(`Team=${team.team_id} is blocked. Update via \`/team/unblock\` if you're an admin.`);
  if (asked.model !== null) checkOtherModels(caller, team, asked.model);
  if (asked.groups.includes('llm_api_routes')) checkOtherBudgets(proxy, caller, team);
  checkRole(caller, asked);
}

/** The answer to everything that needs a team that is not there. */
export function noTeam(teamId: string): HttpFailure {
  return refused(404, `Team doesn't exist in db. Team=${teamId}. Create team via \`/team/new\` call.`);
}

function unknownKey(secret: string): ProxyFailure {
  const message =
    `Authentication Error, Invalid proxy server token passed. Received API Key = ${abbreviated(secret)}, Key Hash (Token) =${tokenOf(secret)}. ` +
    'Unable to find token in cache or `LiteLLM_VerificationTokenTable`';
  return new ProxyFailure(message, { status: 401, type: 'token_not_found_in_db', param: 'key' });
}

function expiredKey(token: string, expiresMs: number, nowMs: number): ProxyFailure {
  const times = `Key Expiry time ${printedTime(Instant.ofMs(expiresMs))} and current time ${printedTime(Instant.ofUs(Math.round(nowMs * 1_000)))}`;
  return new ProxyFailure(`Authentication Error - Expired Key. ${times}`, { status: 401, type: 'expired_key', param: abbreviated(token) });
}

function asAuthorizationError<Value>(check: () => Value): Value {
  try {
    return check();
  } catch (error) {
    if (error instanceof HttpFailure) throw new ProxyFailure(error.detail, { status: error.status, type: 'auth_error', param: 'None' });
    if (error instanceof PlainFailure) {
      throw new ProxyFailure(`Authentication Error, ${error.message}`, { status: 401, type: 'auth_error', param: 'None' });
    }
    throw error;
  }
}

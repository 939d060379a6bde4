import { masterKeyName, masterUserId } from '../access/caller.ts';
import type { LiteLLMProxy } from '../litellm-proxy.ts';
import type { Body } from '../values/json.ts';

/** What is still known of a key that calls were made with. */
export interface KnownKey {
  readonly alias: string | null;
  readonly teamId: string | null;
  readonly userId: string | null;
  readonly email: string | null;
  readonly exists: boolean;
}

/** What the tables know of a key: its row, else the archive, else what its calls have kept. */
export function knownKey(proxy: LiteLLMProxy, token: string): KnownKey {
  const row = proxy.keys.get(token);
  const archived = proxy.archive.findLast((entry) => entry.row.token === token)?.row;
  const { key_alias: alias, team_id: teamId, user_id: userId } = row ?? archived ?? lost(proxy, token);
  return { alias, teamId, userId, email: proxy.people.user(userId)?.user_email ?? null, exists: row !== undefined };
}

/** The same as answers show it. */
export function knownKeyBody(proxy: LiteLLMProxy, token: string): Record<string, Body> {
  const { alias, teamId, userId, email, exists } = knownKey(proxy, token);
  return { key_alias: alias, team_id: teamId, user_id: userId, user_email: email, key_exists: exists };
}

function lost({ spend }: LiteLLMProxy, token: string): { key_alias: string | null; team_id: string | null; user_id: string | null } {
  if (token === masterKeyName) return { key_alias: null, team_id: null, user_id: masterUserId };
  const use = spend.written.find((one) => one.token === token);
  return { key_alias: use?.alias ?? null, team_id: use?.teamId ?? null, user_id: use?.userId ?? null };
}

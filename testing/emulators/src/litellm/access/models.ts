import type { KeyRow } from '../tables/key-row.ts';
import type { TeamRow } from '../tables/team-row.ts';
import type { Json } from '../values/json.ts';
import { ProxyFailure } from '../web/failures.ts';
import type { Caller } from './caller.ts';

/** Entries that open every model: all of them are the same provider's. */
const everything = ['all-proxy-models', '*', 'openai/*'];

type Owner = 'key' | 'team' | 'user';

/** Whether the key may call a model. @throws {ProxyFailure} 403 */
export function checkKeyModel(key: KeyRow, model: string): void {
  if (key.models.includes('all-team-models')) return; // the team decides
  if (!allows(key.models, aliased(key, model))) throw denied('key', model);
}

/** Whether the key's team, or for keys without a team their user, may call a model. @throws {ProxyFailure} 403 */
export function checkOtherModels(caller: Caller, team: TeamRow | null, model: string): void {
  const meant = caller.key === null ? model : aliased(caller.key, model);
  if (team !== null && !allows(team.models, meant)) throw denied('team', model);
  if (team !== null || caller.user === null) return;
  if (caller.user.models.includes('no-default-models')) throw denied('key', model);
  if (!allows(caller.user.models, meant)) throw denied('user', model);
}

/** Whether a list of models opens a model. An empty list opens all. */
export function allows(models: readonly Json[], model: string): boolean {
  if (models.length === 0 || models.some((entry) => everything.includes(String(entry)))) return true;
  return models.some(
    (entry) => typeof entry === 'string' && (entry === model || (entry.endsWith('*') && model.startsWith(entry.slice(0, -1)))),
  );
}

/** What the key means by a model's name. */
export function aliased(key: KeyRow, model: string): string {
  const target = key.aliases.get(model);
  return typeof target === 'string' ? target : model;
}

function denied(owner: Owner, model: string): ProxyFailure {
  const message =
    `The requested model '${model}' is not available for this API key, or the model name is invalid. ` +
    'Check the models available to you and try again.';
  return new ProxyFailure(message, { status: 403, type: `${owner}_model_access_denied`, param: 'model' });
}

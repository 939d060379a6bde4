import type { EmulatedRequest } from '../../kit/exchange.ts';
import { masterCaller } from '../access/caller.ts';
import { presentedKey } from '../access/credential.ts';
import { aliased } from '../access/models.ts';
import type { LiteLLMProxy } from '../litellm-proxy.ts';
import { tokenOf } from '../values/secrets.ts';
import { readBody } from '../web/request-body.ts';

/** Counts a call of a model that was refused, whatever the reason, for the key that it was made with. Keys that are not there are not counted. */
export function noteFailedCall(proxy: LiteLLMProxy, request: EmulatedRequest): void {
  const model = modelOf(request);
  if (model === undefined) return;
  const secret = presentedKey(request.headers) ?? '';
  const key = secret === '' ? undefined : proxy.keys.get(tokenOf(secret));
  if (secret === proxy.settings.masterKey) {
    const { apiKey, userId } = masterCaller;
    proxy.spend.fail({ token: apiKey ?? '', userId, teamId: null, model: known(proxy, model) });
  } else if (key !== undefined) {
    const meant = model === null ? null : aliased(key, model);
    proxy.spend.fail({ token: key.token, userId: key.user_id, teamId: key.team_id, model: known(proxy, meant) });
  }
}

function known({ settings }: LiteLLMProxy, model: string | null): string | null {
  return model !== null && settings.models.includes(model) ? model : null;
}

/** The model that a body names, null for none; undefined where there is no body to name one. */
function modelOf(request: EmulatedRequest): string | null | undefined {
  try {
    const body = readBody(request);
    const model = body.kind === 'json' && body.value instanceof Map ? body.value.get('model') : undefined;
    if (body.kind !== 'json') return undefined;
    return typeof model === 'string' ? model : null;
  } catch {
    return undefined; // the answer itself says what is wrong
  }
}

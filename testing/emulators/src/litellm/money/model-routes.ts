import type { Caller } from '../access/caller.ts';
import type { LiteLLMProxy } from '../litellm-proxy.ts';
import { anyFields } from '../schema/key-schemas.ts';
import type { Body } from '../values/json.ts';
import type { AnyEndpoint } from '../web/endpoint.ts';
import { endpoint } from '../web/endpoint.ts';
import { untouched } from '../web/failure-styles.ts';
import { HttpFailure } from '../web/failures.ts';
import { chatCompletion } from './chat-completion.ts';
import { isKnown, modelNamed } from './pricing.ts';

/** What keys are for: models, listed and called. */
export const modelRoutes: readonly AnyEndpoint[] = [
  ...['/v1/models', '/models'].map((path) =>
    endpoint({
      method: 'GET',
      path,
      groups: ['llm_api_routes', 'info_routes'],
      dialect: 'plain',
      failures: untouched,
      handle: ({ proxy, caller }) => ({ data: openModels(proxy, caller).map(modelBody), object: 'list' }),
    }),
  ),
  ...['/v1/models/{model_id}', '/models/{model_id}'].map((path) =>
    endpoint({
      method: 'GET',
      path,
      groups: ['internal_user_routes'],
      dialect: 'plain',
      failures: untouched,
      handle: ({ proxy, caller, path: { model_id: name = '' } }) => {
        if (openModels(proxy, caller).includes(name)) return modelBody(name);
        throw new HttpFailure(404, `The model \`${name}\` does not exist or is not accessible`);
      },
    }),
  ),
  ...['/v1/chat/completions', '/chat/completions'].map((path) =>
    endpoint({
      method: 'POST',
      path,
      groups: ['llm_api_routes'],
      body: anyFields,
      bodyOptional: true,
      dialect: 'plain',
      failures: untouched,
      handle: (call) => chatCompletion(call, call.body.values),
    }),
  ),
];

/** The models that a caller may call: those of its key, else of its team, else all. Names with a star are not spelled out. */
function openModels({ settings, people }: LiteLLMProxy, { key }: Caller): readonly string[] {
  const team = people.team(key?.team_id ?? null)?.models ?? [];
  const ofTeam = team.length === 0 ? settings.models : spelledOut(team.map(String), settings.models, settings.models);
  return key === null || key.models.length === 0 ? ofTeam : spelledOut(key.models.map(String), settings.models, ofTeam);
}

function spelledOut(names: readonly string[], all: readonly string[], ofTeam: readonly string[]): readonly string[] {
  const models = names.flatMap((name) => {
    if (name === 'all-proxy-models') return all;
    if (name === 'all-team-models') return ofTeam;
    return name === 'no-default-models' || name.includes('*') ? [] : [name];
  });
  return [...new Set(models)];
}

function modelBody(name: string): Body {
  const shown = { id: name, object: 'model', created: 1_677_610_602, owned_by: 'openai' };
  if (!isKnown(name)) return shown;
  const { maxInputTokens, maxOutputTokens } = modelNamed(name);
  return { ...shown, mode: 'chat', max_input_tokens: maxInputTokens, max_output_tokens: maxOutputTokens };
}

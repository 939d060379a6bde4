import type { Caller } from '../access/caller.ts';
import { allows } from '../access/models.ts';
import type { LiteLLMProxy } from '../litellm-proxy.ts';
import { anyFields } from '../schema/key-schemas.ts';
import type { Body } from '../values/json.ts';
import type { AnyEndpoint } from '../web/endpoint.ts';
import { endpoint } from '../web/endpoint.ts';
import { untouched } from '../web/failure-styles.ts';
import { HttpFailure } from '../web/failures.ts';
import { chatCompletion } from './chat-completion.ts';
import { modelNamed } from './pricing.ts';

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

/** The models that a caller may call, in the order of the configuration. */
function openModels(proxy: LiteLLMProxy, { key }: Caller): readonly string[] {
  const team = proxy.people.team(key?.team_id ?? null);
  return proxy.settings.models.filter((name) => (key === null || allows(key.models, name)) && (team === null || allows(team.models, name)));
}

function modelBody(name: string): Body {
  return {
    id: name,
    object: 'model',
    created: 1_677_610_602,
    owned_by: 'openai',
    mode: 'chat',
    max_input_tokens: modelNamed(name).maxInputTokens,
    max_output_tokens: modelNamed(name).maxOutputTokens,
  };
}

import type { Caller } from '../access/caller.ts';
import { allows } from '../access/models.ts';
import type { LiteLLMProxy } from '../litellm-proxy.ts';
import { anyFields } from '../schema/key-schemas.ts';
import type { Body } from '../values/json.ts';
import type { AnyEndpoint } from '../web/endpoint.ts';
import { endpoint } from '../web/endpoint.ts';
import { untouched } from '../web/failure-styles.ts';
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
      handle: ({ proxy, caller }) => modelList(proxy, caller),
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
function modelList(proxy: LiteLLMProxy, { key }: Caller): Body {
  const team = proxy.people.team(key?.team_id ?? null);
  const open = proxy.settings.models.filter(
    (name) => (key === null || allows(key.models, name)) && (team === null || allows(team.models, name)),
  );
  return {
    data: open.map((name) => ({
      id: name,
      object: 'model',
      created: 1_677_610_602,
      owned_by: 'openai',
      mode: 'chat',
      max_input_tokens: modelNamed(name).maxInputTokens,
      max_output_tokens: modelNamed(name).maxOutputTokens,
    })),
    object: 'list',
  };
}

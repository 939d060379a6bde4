import { NotKnownError } from '../../kit/not-known.ts';
import type { Caller } from '../access/caller.ts';
import { seesEverything } from '../access/caller.ts';
import { allows } from '../access/models.ts';
import type { LiteLLMProxy } from '../litellm-proxy.ts';
import { anyFields } from '../schema/key-schemas.ts';
import { text } from '../schema/plain-types.ts';
import { optional } from '../schema/schema.ts';
import type { TeamRow } from '../tables/team-row.ts';
import type { Body } from '../values/json.ts';
import { byLetters } from '../values/text-match.ts';
import type { AnyEndpoint, Asking } from '../web/endpoint.ts';
import { endpoint } from '../web/endpoint.ts';
import { untouched } from '../web/failure-styles.ts';
import { HttpFailure, refused } from '../web/failures.ts';
import { chatCompletion } from './chat-completion.ts';
import { deploymentBody, groupBody, modelId } from './model-descriptions.ts';
import type { ModelAccess } from './model-descriptions.ts';
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
  ...(['/v1/model/info', '/model/info'] as const).map((path) =>
    endpoint({
      method: 'GET',
      path,
      groups: path === '/model/info' ? ['llm_api_routes', 'info_routes', 'management_routes'] : ['llm_api_routes', 'info_routes'],
      query: { fields: { litellm_model_id: optional(text) } },
      dialect: 'typed',
      failures: untouched,
      handle: (call) => ({ data: deployments(call, call.query.values.litellm_model_id) }),
    }),
  ),
  endpoint({
    method: 'GET',
    path: '/model_group/info',
    groups: ['llm_api_routes', 'info_routes'],
    query: { fields: { model_group: optional(text) } },
    dialect: 'plain',
    failures: untouched,
    handle: (call) => ({ data: groups(call, call.query.values.model_group) }),
  }),
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

/** The models behind the proxy that a caller may call, or one by its id, whoever may call it. */
function deployments({ proxy, caller }: Asking, id: string | null): readonly Body[] {
  const { models } = proxy.settings;
  if (id === null) {
    const open = openModels(proxy, caller);
    return models
      .filter((name) => open.includes(name))
      .map((name) => deploymentBody(name, { access: accessTo(proxy, caller, name), isAlone: false }));
  }
  const found = models.find((name) => modelId(name) === id);
  if (found === undefined) throw refused(400, `Model id = ${id} not found on litellm proxy`);
  return [deploymentBody(found, { access: accessTo(proxy, caller, found), isAlone: true })];
}

/** By which teams a user may call a model: its own, or for those who see everything all. Keys without a user are told nothing. */
function accessTo({ people }: LiteLLMProxy, caller: Caller, name: string): ModelAccess {
  if (!seesEverything(caller) && caller.user === null) return { direct_access: false };
  if (caller.user !== null && caller.user.models.length > 0)
    throw new NotKnownError('how models are described to a user with models of its own');
  const own = (team: TeamRow) => seesEverything(caller) || caller.user?.teams.includes(team.team_id) === true;
  const teams = [...people.teams.values()].filter((team) => own(team) && allows(team.models, name));
  return { access_via_team_ids: teams.map((team) => team.team_id).toSorted(byLetters), direct_access: true };
}

/** The names that a caller may call models by, also those that nothing stands behind. */
function groups({ proxy, caller }: Asking, asked: string | null): readonly Body[] {
  const named = [...(proxy.people.team(caller.key?.team_id ?? null)?.models ?? []), ...(caller.key?.models ?? [])].map(String);
  const isOpen = caller.key?.models.includes('all-proxy-models') !== true && named.includes('all-proxy-models');
  if (isOpen || named.some((name) => name.length > 1 && name.includes('*')))
    throw new NotKnownError('in which groups a team or a star puts models');
  const open = openModels(proxy, caller).filter((name) => asked === null || name === asked);
  return open.map((name) => groupBody(name, proxy.settings.models.includes(name)));
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

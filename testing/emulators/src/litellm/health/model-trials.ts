import { randomUUID } from 'node:crypto';
import { NotKnownError } from '../../kit/not-known.ts';
import { allows, checkKeyModel } from '../access/models.ts';
import { seesEverything } from '../access/caller.ts';
import type { LiteLLMProxy } from '../litellm-proxy.ts';
import { modelId } from '../money/model-descriptions.ts';
import type { Body } from '../values/json.ts';
import { Float, Instant } from '../values/json.ts';
import type { Asking } from '../web/endpoint.ts';
import { Answered } from '../web/endpoint.ts';
import { refused } from '../web/failures.ts';

/** A trial of one model that was asked for by name or id. */
export interface ModelTrial {
  readonly id: string;
  readonly model: string;
  readonly modelId: string | null;
  readonly answered: boolean;
  readonly by: string | null;
  readonly atMs: number;
}

/** What those hear who are no admins. */
const notice =
  'api_base, api_version, aws_bedrock_runtime_endpoint, anthropic_disable_workload_identity_federation, anthropic_federation_rule_id, ' +
  'anthropic_federation_workspace_id, anthropic_identity_source, anthropic_issuer_audience, anthropic_issuer_subject, ' +
  'anthropic_issuer_ttl_seconds, anthropic_issuer_url, anthropic_keycloak_auth_method, anthropic_keycloak_client_id, ' +
  'anthropic_keycloak_scope, anthropic_keycloak_token_url, anthropic_organization_id, anthropic_service_account_id, ' +
  'openai_identity_provider_id, openai_service_account_id are admin-only on this endpoint';

/** Tries the models that the caller may call, or one. Mocked models always answer. */
export function tryModels(
  { proxy, caller }: Asking,
  { model, model_id: id }: { readonly model: string | null; readonly model_id: string | null },
): Answered {
  const { models } = proxy.settings;
  if (model !== null && id !== null) throw new NotKnownError('how a model that is named twice is tried');
  const byId = id === null ? undefined : models.find((name) => modelId(name) === id);
  if (id !== null && byId === undefined) throw refused(404, `Model with ID ${id} not found`);
  const named = byId ?? model;
  const open = models.filter((name) => caller.key === null || allows(caller.key.models, name));
  if (model !== null && caller.key !== null) checkKeyModel(caller.key, model);
  if (named !== null && !seesEverything(caller) && !open.includes(named)) throw new NotKnownError('how a model that is not open is tried');
  const tried = named === null ? open : open.filter((name) => name === named);
  if (named !== null) {
    const trial = { id: randomUUID(), model: named, modelId: id, answered: tried.length > 0, by: caller.userId, atMs: proxy.nowMs };
    proxy.modelTrials.push(trial);
  }
  const body = {
    healthy_endpoints: tried.map((name) => ({ model: `openai/${name}`, model_id: modelId(name) })),
    unhealthy_endpoints: [],
    healthy_count: tried.length,
    unhealthy_count: 0,
  };
  const headers = seesEverything(caller) ? [] : [['litellm-health-field-notice', notice] as const];
  return new Answered(body, { headers, status: named !== null && tried.length === 0 ? 503 : 200 });
}

/** Which trials are asked for. */
export interface TrialQuery {
  readonly model: string | null;
  readonly status_filter: string | null;
  readonly limit: number;
  readonly offset: number;
}

/** Trials, the newest first. */
export function trialHistory({ modelTrials }: LiteLLMProxy, { model, status_filter: status, limit, offset }: TrialQuery): Body {
  const found = modelTrials
    .filter((trial) => (model === null || trial.model === model) && (status === null || statusOf(trial) === status))
    .toReversed()
    .slice(offset, offset + limit);
  return { health_checks: found.map(trialBody), total_records: found.length, limit, offset };
}

/** The newest trial of each model. */
export function latestTrials({ modelTrials }: LiteLLMProxy): Body {
  const latest = new Map(modelTrials.map((trial) => [trial.modelId ?? trial.model, trialBody(trial)] as const));
  return { latest_health_checks: latest, total_models: latest.size };
}

function trialBody(trial: ModelTrial): Body {
  const at = Instant.ofMs(trial.atMs);
  return {
    health_check_id: trial.id,
    model_name: trial.model,
    model_id: trial.modelId,
    status: statusOf(trial),
    healthy_count: trial.answered ? 1 : 0,
    unhealthy_count: 0,
    error_message: null,
    response_time_ms: new Float(1.5),
    details: null,
    checked_by: trial.by,
    checked_at: at,
    created_at: at,
  };
}

function statusOf({ answered }: ModelTrial): string {
  return answered ? 'healthy' : 'unhealthy';
}

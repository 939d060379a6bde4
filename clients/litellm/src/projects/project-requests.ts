import { budgetSharedNames } from '../budgets/budget-requests.ts';
import type { LiteLLMRequest } from '../caller.ts';
import { settingChecks } from '../keys/key-settings.ts';
import type { KeySettings } from '../keys/key-settings.ts';
import {
  amount,
  checkParameters,
  flag,
  nonEmptyText,
  orNull,
  pickChecks,
  record,
  refuse,
  text,
  texts,
} from '../values/parameter-checks.ts';
import type { Checks } from '../values/parameter-checks.ts';
import { decodeProject, decodeProjects } from './project.ts';
import type { Project } from './project.ts';

const sharedNames = [
  ...budgetSharedNames,
  'budget_id',
  'models',
  'metadata',
  'model_max_budget',
  'model_rpm_limit',
  'model_tpm_limit',
  'object_permission',
  'tags',
  'guardrails',
  'policies',
] as const satisfies readonly (keyof KeySettings)[];

/** What can be said of a project. */
export interface ProjectSettings extends Pick<KeySettings, (typeof sharedNames)[number]> {
  readonly project_alias?: string | null;
  readonly description?: string | null;
  readonly blocked?: boolean;
  readonly allowed_models?: readonly string[] | null;
  /** Input tokens per minute by model. */
  readonly model_itpm_limit?: Readonly<Record<string, number>> | null;
  /** Output tokens per minute by model. */
  readonly model_otpm_limit?: Readonly<Record<string, number>> | null;
  readonly temp_budget_increase?: number | null;
  /** An instant in ISO 8601. */
  readonly temp_budget_expiry?: string | null;
}

/** What a new project shall be. */
export interface CreateProject extends ProjectSettings {
  /** The team that it belongs to. */
  readonly team_id: string;
  /** @default chosen by the proxy */
  readonly project_id?: string | null;
}

/** What shall change in a project. Left out stays as it is. */
export interface UpdateProject extends ProjectSettings {
  /** Another team. */
  readonly team_id?: string | null;
}

const settings: Checks<ProjectSettings> = {
  ...pickChecks(settingChecks, sharedNames),
  project_alias: orNull(text),
  description: orNull(text),
  blocked: flag,
  allowed_models: orNull(texts),
  model_itpm_limit: orNull(record),
  model_otpm_limit: orNull(record),
  temp_budget_increase: orNull(amount),
  temp_budget_expiry: orNull(nonEmptyText),
};
const createChecks: Checks<CreateProject> = { ...settings, team_id: nonEmptyText, project_id: orNull(nonEmptyText) };
const updateChecks: Checks<UpdateProject> = { ...settings, team_id: orNull(nonEmptyText) };

/** Builds the requests about projects; {@link ProjectsResource} says what each does. */
export class ProjectRequests {
  async list(): Promise<LiteLLMRequest<readonly Project[]>> {
    return { method: 'GET', route: '/project/list', decode: decodeProjects };
  }

  /** @throws {ConfigurationError} */
  async info(projectId: string): Promise<LiteLLMRequest<Project>> {
    return { method: 'GET', route: '/project/info', query: { project_id: checkId(projectId) }, decode: (body) => decodeProject(body) };
  }

  /** @throws {ConfigurationError} */
  async create(parameters: CreateProject): Promise<LiteLLMRequest<Project>> {
    const body = checkParameters('a new project', parameters, createChecks);
    nonEmptyText('team_id', parameters.team_id);
    return { method: 'POST', route: '/project/new', body, decode: (answered) => decodeProject(answered) };
  }

  /** @throws {ConfigurationError} */
  async update(projectId: string, changes: UpdateProject): Promise<LiteLLMRequest<Project>> {
    const body = { project_id: checkId(projectId), ...checkParameters('a project', changes, updateChecks) };
    return { method: 'POST', route: '/project/update', body, repeatable: true, decode: (answered) => decodeProject(answered) };
  }

  /** @throws {ConfigurationError} */
  async delete(projectIds: readonly string[]): Promise<LiteLLMRequest<readonly Project[]>> {
    if (!Array.isArray(projectIds) || projectIds.length === 0) throw refuse('delete needs the ids of projects');
    return { method: 'DELETE', route: '/project/delete', body: { project_ids: projectIds.map(checkId) }, decode: decodeProjects };
  }
}

function checkId(projectId: unknown): string {
  if (typeof projectId === 'string' && projectId !== '' && projectId.isWellFormed()) return projectId;
  throw refuse('a project is named by its project_id, a text that is not empty');
}

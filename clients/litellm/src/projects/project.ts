import { readBudget } from '../budgets/budget.ts';
import type { Budget } from '../budgets/budget.ts';
import { readObjectPermission } from '../keys/object-permission.ts';
import type { ShownObjectPermission } from '../keys/object-permission.ts';
import { readInstant } from '../values/instant.ts';
import {
  readCount,
  readFields,
  readFlag,
  readList,
  readObject,
  readRecord,
  readRecordOrNull,
  readRequiredText,
  readText,
  readTexts,
} from '../values/reading.ts';
import type { Fields, Readers } from '../values/reading.ts';

/**
 * A project of a team, as the proxy's own schema says; only `project_id` is certain. Only licensed proxies make any, so none was ever
 * seen here.
 */
export interface Project {
  readonly project_id: string;
  readonly project_alias: string | null;
  readonly description: string | null;
  readonly team_id: string | null;
  readonly budget_id: string | null;
  readonly litellm_budget_table: Budget | null;
  readonly metadata: Fields;
  readonly models: readonly string[];
  readonly spend: number;
  readonly model_spend: Fields;
  readonly model_rpm_limit: Fields | null;
  readonly model_tpm_limit: Fields | null;
  readonly blocked: boolean;
  readonly object_permission_id: string | null;
  readonly object_permission: ShownObjectPermission | null;
  readonly created_at: string | null;
  readonly created_by: string | null;
  readonly updated_at: string | null;
  readonly updated_by: string | null;
}

const readers: Readers<Omit<Project, 'project_id'>> = {
  project_alias: readText,
  description: readText,
  team_id: readText,
  budget_id: readText,
  litellm_budget_table: readBudget,
  metadata: readRecord,
  models: readTexts,
  spend: readCount,
  model_spend: readRecord,
  model_rpm_limit: readRecordOrNull,
  model_tpm_limit: readRecordOrNull,
  blocked: readFlag,
  object_permission_id: readText,
  object_permission: readObjectPermission,
  created_at: readInstant,
  created_by: readText,
  updated_at: readInstant,
  updated_by: readText,
};

/** @throws {DecodeError} when the answer is not a project. */
export function decodeProject(body: unknown, path = ''): Project {
  const fields = readObject(body, path);
  const name = path === '' ? 'project_id' : `${path}.project_id`;
  return { project_id: readRequiredText(fields['project_id'], name), ...readFields(fields, readers) };
}

/** @throws {DecodeError} */
export function decodeProjects(body: unknown): readonly Project[] {
  return readList(body, '').map((project, index) => decodeProject(project, `[${index}]`));
}

import { readBudget } from '../budgets/budget.ts';
import type { Budget } from '../budgets/budget.ts';
import { decodeTeam } from '../teams/team.ts';
import type { Team } from '../teams/team.ts';
import { readObjectPermission } from '../keys/object-permission.ts';
import type { ShownObjectPermission } from '../keys/object-permission.ts';
import { readInstant } from '../values/instant.ts';
import {
  readCount,
  readFields,
  readList,
  readObject,
  readRecord,
  readRecords,
  readRequiredText,
  readText,
  readTexts,
} from '../values/reading.ts';
import type { Fields, Readers } from '../values/reading.ts';

/** A member of an organization. */
export interface OrganizationMember {
  readonly user_id: string | null;
  readonly organization_id: string | null;
  readonly user_email: string | null;
  readonly user_role: string | null;
  readonly spend: number;
  readonly budget_id: string | null;
  readonly litellm_budget_table: Budget | null;
  readonly created_at: string | null;
  readonly updated_at: string | null;
}

/**
 * An organization, as the proxy's own schema and documentation say; only `organization_id` is certain. Only licensed proxies have
 * any, so no answer of one was ever seen here.
 */
export interface Organization {
  readonly organization_id: string;
  readonly organization_alias: string | null;
  readonly budget_id: string | null;
  readonly litellm_budget_table: Budget | null;
  readonly spend: number;
  readonly models: readonly string[];
  readonly metadata: Fields;
  readonly model_spend: Fields;
  readonly object_permission_id: string | null;
  readonly object_permission: ShownObjectPermission | null;
  readonly members: readonly OrganizationMember[];
  readonly teams: readonly Team[];
  readonly created_at: string | null;
  readonly created_by: string | null;
  readonly updated_at: string | null;
  readonly updated_by: string | null;
}

const memberFields: Readers<OrganizationMember> = {
  user_id: readText,
  organization_id: readText,
  user_email: readText,
  user_role: readText,
  spend: readCount,
  budget_id: readText,
  litellm_budget_table: readBudget,
  created_at: readInstant,
  updated_at: readInstant,
};

const organizationFields: Readers<Omit<Organization, 'organization_id'>> = {
  organization_alias: readText,
  budget_id: readText,
  litellm_budget_table: readBudget,
  spend: readCount,
  models: readTexts,
  metadata: readRecord,
  model_spend: readRecord,
  object_permission_id: readText,
  object_permission: readObjectPermission,
  members: (value) => readRecords(value).map((member) => readFields(member, memberFields)),
  teams: (value) => readRecords(value).flatMap((team) => (typeof team['team_id'] === 'string' ? [decodeTeam(team)] : [])),
  created_at: readInstant,
  created_by: readText,
  updated_at: readInstant,
  updated_by: readText,
};

/** @throws {DecodeError} when the answer is not an organization. */
export function decodeOrganization(body: unknown, path = ''): Organization {
  const fields = readObject(body, path);
  const name = path === '' ? 'organization_id' : `${path}.organization_id`;
  return { organization_id: readRequiredText(fields['organization_id'], name), ...readFields(fields, organizationFields) };
}

/** @throws {DecodeError} */
export function decodeOrganizations(body: unknown): readonly Organization[] {
  return readList(body, '').map((organization, index) => decodeOrganization(organization, `[${index}]`));
}

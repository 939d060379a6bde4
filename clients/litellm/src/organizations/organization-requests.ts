import type { LiteLLMRequest } from '../caller.ts';
import { budgetSharedNames } from '../budgets/budget-requests.ts';
import { settingChecks } from '../keys/key-settings.ts';
import type { KeySettings } from '../keys/key-settings.ts';
import { amount, checkParameters, nonEmptyText, oneOf, orNull, pickChecks, refuse } from '../values/parameter-checks.ts';
import type { Checks } from '../values/parameter-checks.ts';
import type { Fields } from '../values/reading.ts';
import { decodeOrganization, decodeOrganizations } from './organization.ts';
import type { Organization } from './organization.ts';

const sharedNames = [
  ...budgetSharedNames,
  'budget_id',
  'models',
  'metadata',
  'model_max_budget',
  'model_rpm_limit',
  'model_tpm_limit',
  'object_permission',
] as const satisfies readonly (keyof KeySettings)[];

/** What can be said of an organization. */
export interface OrganizationSettings extends Pick<KeySettings, (typeof sharedNames)[number]> {
  readonly organization_alias?: string;
}

/** What a new organization shall be. */
export interface CreateOrganization extends OrganizationSettings {
  readonly organization_alias: string;
  /** @default chosen by the proxy */
  readonly organization_id?: string | null;
}

/** What a member may do in an organization. */
export type OrganizationRole = 'org_admin' | 'internal_user' | 'internal_user_viewer';

/** A member by id or by address, and what it may do and spend. */
export interface OrganizationMemberTerms {
  readonly user_id?: string;
  readonly user_email?: string;
  readonly role?: OrganizationRole;
  readonly max_budget_in_organization?: number | null;
}

const settings: Checks<OrganizationSettings> = { ...pickChecks(settingChecks, sharedNames), organization_alias: nonEmptyText };
const createChecks: Checks<CreateOrganization> = { ...settings, organization_id: orNull(nonEmptyText) };
const memberChecks: Checks<OrganizationMemberTerms> = {
  user_id: nonEmptyText,
  user_email: nonEmptyText,
  role: oneOf('org_admin', 'internal_user', 'internal_user_viewer'),
  max_budget_in_organization: orNull(amount),
};

/** Builds the requests about organizations; {@link OrganizationsResource} says what each does. */
export class OrganizationRequests {
  async list(): Promise<LiteLLMRequest<readonly Organization[]>> {
    return { method: 'GET', route: '/organization/list', decode: decodeOrganizations };
  }

  /** @throws {ConfigurationError} */
  async info(organizationId: string): Promise<LiteLLMRequest<Organization>> {
    const query = { organization_id: checkId(organizationId) };
    return { method: 'GET', route: '/organization/info', query, decode: (body) => decodeOrganization(body) };
  }

  /** @throws {ConfigurationError} */
  async create(parameters: CreateOrganization): Promise<LiteLLMRequest<Organization>> {
    const body = checkParameters('a new organization', parameters, createChecks);
    nonEmptyText('organization_alias', parameters.organization_alias);
    return { method: 'POST', route: '/organization/new', body, decode: (answered) => decodeOrganization(answered) };
  }

  /** @throws {ConfigurationError} */
  async update(organizationId: string, changes: OrganizationSettings): Promise<LiteLLMRequest<Organization>> {
    const body = { organization_id: checkId(organizationId), ...checkParameters('an organization', changes, settings) };
    return { method: 'PATCH', route: '/organization/update', body, repeatable: true, decode: (answered) => decodeOrganization(answered) };
  }

  /** @throws {ConfigurationError} */
  async delete(organizationIds: readonly string[]): Promise<LiteLLMRequest<void>> {
    if (!Array.isArray(organizationIds) || organizationIds.length === 0) throw refuse('delete needs the ids of organizations');
    const body = { organization_ids: organizationIds.map(checkId) };
    return { method: 'DELETE', route: '/organization/delete', body, decode: () => undefined };
  }

  /** @throws {ConfigurationError} */
  async addMember(organizationId: string, member: OrganizationMemberTerms): Promise<LiteLLMRequest<void>> {
    const { max_budget_in_organization: most, ...named } = memberOf(member);
    if (member.role === undefined) throw refuse('a new member has a role');
    const terms = most === undefined ? {} : { max_budget_in_organization: most };
    const body = { organization_id: checkId(organizationId), member: named, ...terms };
    return { method: 'POST', route: '/organization/member_add', body, decode: () => undefined };
  }

  /** @throws {ConfigurationError} */
  async updateMember(organizationId: string, member: OrganizationMemberTerms): Promise<LiteLLMRequest<void>> {
    const body = { organization_id: checkId(organizationId), ...memberOf(member) };
    return { method: 'PATCH', route: '/organization/member_update', body, repeatable: true, decode: () => undefined };
  }

  /** @throws {ConfigurationError} */
  async removeMember(
    organizationId: string,
    member: Pick<OrganizationMemberTerms, 'user_id' | 'user_email'>,
  ): Promise<LiteLLMRequest<void>> {
    const body = { organization_id: checkId(organizationId), ...memberOf(member) };
    return { method: 'DELETE', route: '/organization/member_delete', body, decode: () => undefined };
  }
}

function memberOf(member: OrganizationMemberTerms): Fields {
  const fields = checkParameters('a member of an organization', member, memberChecks);
  if (fields['user_id'] === undefined && fields['user_email'] === undefined) throw refuse('a member is named by user_id or user_email');
  return fields;
}

function checkId(organizationId: unknown): string {
  if (typeof organizationId === 'string' && organizationId !== '' && organizationId.isWellFormed()) return organizationId;
  throw refuse('an organization is named by its organization_id, a text that is not empty');
}

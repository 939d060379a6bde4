import type { Body, Json, JsonObject } from '../values/json.ts';
import { emptyObject } from '../values/json.ts';
import { arranged, inOrder, kinds, shown } from './columns.ts';

/** A user as the database keeps it. Instants are epoch milliseconds. */
export interface UserRow {
  readonly user_id: string;
  readonly user_alias: string | null;
  readonly team_id: string | null;
  readonly sso_user_id: string | null;
  readonly organization_id: string | null;
  readonly object_permission_id: string | null;
  readonly teams: readonly string[];
  readonly user_role: string | null;
  readonly max_budget: number | null;
  readonly spend: number;
  readonly user_email: string | null;
  readonly models: readonly Json[];
  readonly metadata: JsonObject;
  readonly max_parallel_requests: number | bigint | null;
  readonly tpm_limit: number | bigint | null;
  readonly rpm_limit: number | bigint | null;
  readonly budget_duration: string | null;
  readonly budget_reset_at: number | null;
  readonly allowed_cache_controls: readonly Json[];
  readonly policies: readonly Json[];
  readonly model_spend: JsonObject;
  readonly model_max_budget: JsonObject;
  readonly created_at: number;
  readonly updated_at: number;
}

const columns = inOrder(`
  user_id user_alias team_id sso_user_id organization_id object_permission_id password password_reset_required last_breach_check_at teams
  user_role max_budget spend user_email models metadata max_parallel_requests tpm_limit rpm_limit budget_duration budget_reset_at
  allowed_cache_controls policies model_spend model_max_budget created_at updated_at`);
const columnKinds = { ...kinds('float', 'max_budget spend'), ...kinds('instant', 'budget_reset_at created_at updated_at') };
const relations = inOrder(
  'litellm_organization_table organization_memberships invitations_created invitations_updated invitations_user object_permission',
);
const rowOrder = ['verified_subjects', ...columns, ...relations];
const withoutPassword = rowOrder.filter((name) => name !== 'password');
const typedOrder = [...columns.filter((name) => name !== 'password'), ...inOrder('organization_memberships object_permission')];
const briefOrder = inOrder(`
  user_id user_email user_alias user_role spend max_budget tpm_limit rpm_limit models budget_duration budget_reset_at metadata created_at
  updated_at sso_user_id teams object_permission model_max_budget`);

type Beside = Readonly<Record<string, Body>>;

/** A user made now, with everything else empty. */
export function userRow(values: Partial<UserRow> & Pick<UserRow, 'user_id' | 'created_at' | 'updated_at'>): UserRow {
  return {
    user_alias: null,
    team_id: null,
    sso_user_id: null,
    organization_id: null,
    object_permission_id: null,
    teams: [],
    user_role: null,
    max_budget: null,
    spend: 0,
    user_email: null,
    models: [],
    metadata: emptyObject,
    max_parallel_requests: null,
    tpm_limit: null,
    rpm_limit: null,
    budget_duration: null,
    budget_reset_at: null,
    allowed_cache_controls: [],
    policies: [],
    model_spend: emptyObject,
    model_max_budget: emptyObject,
    ...values,
  };
}

/** A user as its row, without the password, and what stands behind it. */
export function userAsRow(row: UserRow, beside: Beside = {}): Record<string, Body> {
  return { ...arranged(withoutPassword, { ...shown(row, columns, columnKinds), ...beside }), ...extra(withoutPassword, beside) };
}

/** A user as its row with the (empty) password, as lists of keys show it. */
export function userAsWholeRow(row: UserRow): Record<string, Body> {
  return arranged(rowOrder, shown(row, columns, columnKinds));
}

/** A user as one of the proxy's types. */
export function userAsType(row: UserRow, beside: Beside = {}): Record<string, Body> {
  return { ...arranged(typedOrder, { ...shown(row, columns, columnKinds), ...beside }), ...extra(typedOrder, beside) };
}

/** A user in short. */
export function userInShort(row: UserRow, beside: Beside = {}): Record<string, Body> {
  return { ...arranged(briefOrder, shown(row, columns, columnKinds)), ...beside };
}

function extra(order: readonly string[], beside: Beside): Beside {
  return Object.fromEntries(Object.entries(beside).filter(([name]) => !order.includes(name)));
}

import { ConfigurationError } from '@keyrack/http';
import { Secret } from '@keyrack/secret';
import { settingChecks } from '../keys/key-settings.ts';
import type { KeySettings } from '../keys/key-settings.ts';
import {
  amount,
  checkParameters,
  duration,
  flag,
  nonEmptyText,
  notEmpty,
  oneOf,
  orNull,
  pickChecks,
  refuse,
  text,
  wholeNumber,
} from '../values/parameter-checks.ts';
import type { Check, Checks } from '../values/parameter-checks.ts';
import type { Fields } from '../values/reading.ts';
import type { UserRole } from './user.ts';

/** The settings that users have in common with keys. */
const sharedNames = [
  'models',
  'spend',
  'max_budget',
  'budget_duration',
  'model_max_budget',
  'max_parallel_requests',
  'tpm_limit',
  'rpm_limit',
  'model_rpm_limit',
  'model_tpm_limit',
  'mcp_rpm_limit',
  'tag_rpm_limit',
  'metadata',
  'allowed_cache_controls',
  'policies',
  'object_permission',
] as const satisfies readonly (keyof KeySettings)[];

/** What only the key gets that is made with a user. */
const keyNames = [
  'key_alias',
  'team_id',
  'agent_id',
  'aliases',
  'config',
  'permissions',
  'budget_limits',
  'budget_fallbacks',
  'blocked',
  'guardrails',
  'prompts',
] as const satisfies readonly (keyof KeySettings)[];

/** What can be said of a user when it is made and when it is changed. */
export interface UserSettings extends Pick<KeySettings, (typeof sharedNames)[number]> {
  readonly user_email?: string | null;
  readonly user_alias?: string | null;
  readonly user_role?: UserRole | null;
}

/** What shall change in a user. Left out stays as it is; null clears budgets and limits of calls. */
export interface UpdateUser extends UserSettings {
  readonly user_email?: string;
  readonly user_alias?: string;
  readonly user_role?: UserRole;
  readonly team_id?: string;
  readonly password?: string | Secret;
}

/** A team to join, and on which terms. */
export interface JoinedTeam {
  readonly team_id: string;
  readonly max_budget_in_team?: number | null;
  /** @default 'user' */
  readonly user_role?: 'user' | 'admin';
}

/** What a new user shall be. A key that is made with it gets the same models and limits of calls, but not the budget. */
export interface CreateUser extends UserSettings, Pick<KeySettings, (typeof keyNames)[number]> {
  /** @default chosen by the proxy */
  readonly user_id?: string | null;
  /** Teams that are not there are passed over without a word. */
  readonly teams?: readonly string[] | readonly JoinedTeam[] | null;
  /** Needs a licensed proxy. */
  readonly organizations?: readonly string[] | null;
  readonly sso_user_id?: string | null;
  readonly send_invite_email?: boolean | null;
  /** Whether a key is made with the user. @default true */
  readonly auto_create_key?: boolean;
  /** How long the key lives. */
  readonly duration?: string | null;
}

const role = oneOf('proxy_admin', 'proxy_admin_viewer', 'internal_user', 'internal_user_viewer');

const joinedTeams: Check = (name, value) => {
  if (!Array.isArray(value)) throw refuse(`${name} is a list`);
  for (const team of value as readonly unknown[]) {
    if (typeof team === 'string') nonEmptyText(name, team);
    else checkParameters(`one of ${name}`, team as JoinedTeam, joinedTeamChecks);
  }
};

const joinedTeamChecks: Checks<JoinedTeam> = {
  team_id: nonEmptyText,
  max_budget_in_team: orNull(amount),
  user_role: oneOf('user', 'admin'),
};

const shared = pickChecks(settingChecks, sharedNames);

const createChecks: Checks<CreateUser> = {
  ...shared,
  ...pickChecks(settingChecks, keyNames),
  user_email: orNull(nonEmptyText),
  user_alias: orNull(text),
  user_role: orNull(role),
  user_id: orNull(nonEmptyText),
  teams: orNull(joinedTeams),
  organizations: orNull(settingChecks.models),
  sso_user_id: orNull(text),
  send_invite_email: orNull(flag),
  auto_create_key: flag,
  duration: orNull(duration),
};

/** The proxy takes null for nothing but these limits, and passes over what is empty. */
const updateChecks: Checks<UpdateUser> = {
  ...shared,
  models: notEmpty(settingChecks.models),
  metadata: notEmpty(settingChecks.metadata),
  allowed_cache_controls: notEmpty(settingChecks.allowed_cache_controls),
  policies: notEmpty(settingChecks.policies),
  max_parallel_requests: wholeNumber,
  model_rpm_limit: notEmpty(settingChecks.model_rpm_limit),
  model_tpm_limit: notEmpty(settingChecks.model_tpm_limit),
  mcp_rpm_limit: notEmpty(settingChecks.mcp_rpm_limit),
  tag_rpm_limit: notEmpty(settingChecks.tag_rpm_limit),
  user_email: nonEmptyText,
  user_alias: nonEmptyText,
  user_role: role,
  team_id: nonEmptyText,
  password: (name, value) => nonEmptyText(name, Secret.isSecret(value) ? value.reveal() : value),
};

/** @throws {ConfigurationError} */
export function createUserBody(parameters: CreateUser): Fields {
  return checkParameters('a new user', parameters, createChecks);
}

/** @throws {ConfigurationError} */
export function updateUserBody(userId: string, changes: UpdateUser): Fields {
  const body = checkParameters('a user', changes, updateChecks);
  const { password } = changes;
  // A Secret, so that nothing shows it.
  const hidden = password === undefined ? {} : { password: typeof password === 'string' ? new Secret(password) : password };
  return { user_id: checkUserId(userId), ...body, ...hidden };
}

/** @throws {ConfigurationError} */
export function checkUserId(userId: unknown): string {
  if (typeof userId === 'string' && userId !== '' && userId.isWellFormed()) return userId;
  throw new ConfigurationError('litellm', 'a user is named by its user_id, a text that is not empty');
}

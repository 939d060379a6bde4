// What a program that uses this client alone needs of the packages below it.
export {
  AbortedError,
  ApiStatusError,
  ClosedClientError,
  ConfigurationError,
  ConnectionError,
  HttpError,
  PinMismatchError,
  ResponseShapeError,
  TimeoutError,
  UntrustedCertificateError,
} from '@keyrack/http';
export type { CallOptions, ClientOptions, Hooks, Logger, Outcome, RetryOptions, TlsOptions, Transport } from '@keyrack/http';
export { Secret } from '@keyrack/secret';

export type { Activity, ActivityBreakdown, ActivityDay, ActivityOfKey, ActivityPart, ActivityTotals } from './activity/activity-days.ts';
export type { ActivityExportRow, KeyActivity, KeyActivityInFull, KeyActivityPage, ModelTopKeys } from './activity/activity-keys.ts';
export type { ActivityKey, ActivityMetrics, KeyActivityMetrics } from './activity/activity-metrics.ts';
export { masterKeyToken } from './activity/activity-query.ts';
export type {
  ActivityDaysQuery,
  ActivityExportQuery,
  ActivityExportType,
  ActivityKeysQuery,
  ActivityPageQuery,
  ActivityQuery,
  ActivitySearchQuery,
  CacheLeakageQuery,
  ModelTopKeysQuery,
  TeamActivityFilter,
  UserActivityFilter,
} from './activity/activity-query.ts';
export type { ActivityRequests } from './activity/activity-requests.ts';
export type { ActivityResource } from './activity/activity-resource.ts';
export type { BudgetField } from './budgets/budget-field.ts';
export type { BudgetRequests, BudgetSettings, CreateBudget } from './budgets/budget-requests.ts';
export type { Budget, BudgetWindow } from './budgets/budget.ts';
export type { BudgetsResource } from './budgets/budgets-resource.ts';
export type { RawCallOptions, ReadCallOptions } from './call-options.ts';
export type { LiteLLMRequest } from './caller.ts';
export type { Environment } from './environment.ts';
export {
  AliasTakenError,
  BlockedKeyError,
  BudgetExceededError,
  BudgetNotFoundError,
  ConflictError,
  DatabaseMissingError,
  ExpiredKeyError,
  ForbiddenError,
  InvalidRequestError,
  KeyNotFoundError,
  KeysRemainError,
  LicenceRequiredError,
  LiteLLMError,
  MissingSecretError,
  NotFoundError,
  RateLimitError,
  RouteNotFoundError,
  ServerFailureError,
  TeamNotFoundError,
  UnauthorizedError,
  UnreadableAnswerError,
  UserNotFoundError,
  ValidationError,
} from './errors/errors.ts';
export { MetadataConflictError, RotationError } from './errors/task-errors.ts';
export type { ValidationIssue } from './errors/errors.ts';
export type { BulkUpdate, BulkUpdatedKey, BulkUpdateKey, BulkUpdateTeamKeys } from './keys/bulk-update.ts';
export type { DeletedKeys } from './keys/delete-keys.ts';
export type { DeleteKeys } from './keys/key-deletion.ts';
export type { GenerateKey, GenerateServiceAccountKey } from './keys/generate-key.ts';
export type { GeneratedKey } from './keys/generated-key.ts';
export type { AliasFilter, AliasPage, AliasQuery } from './keys/key-aliases.ts';
export { hashKey } from './keys/key-hash.ts';
export type { KeyReference } from './keys/key-hash.ts';
export type { KeyHealth, LoggingCallbacks } from './keys/key-health.ts';
export type { KeyName, KeyRequests } from './keys/key-requests.ts';
export type { KeySettings, NewBudgetWindow, ObjectPermission, ThroughputKind, VectorStoreIndex } from './keys/key-settings.ts';
export type { Key, KeyStatus } from './keys/key.ts';
export type { KeysResource } from './keys/keys-resource.ts';
export type { KeyFilter, KeyPage, KeyPageQuery, ListTokens, ListWholeKeys } from './keys/list-keys.ts';
export type { ShownObjectPermission } from './keys/object-permission.ts';
export type { RetryPolicy, RouterSettings, RoutingGroup } from './keys/router-settings.ts';
export type { KeyMaker, ListedKey } from './keys/listed-key.ts';
export type { RegenerateKey } from './keys/regenerate-key.ts';
export type { SpendReset } from './keys/spend-reset.ts';
export type { UpdateKey } from './keys/update-key.ts';
export { LiteLLMClient } from './litellm-client.ts';
export type { LiteLLMClientOptions, Requests } from './litellm-client.ts';
export type { Model, ModelDeployment } from './models/model.ts';
export type { ModelRequests, ModelsResource } from './models/models-resource.ts';
export type {
  CreateOrganization,
  OrganizationMemberTerms,
  OrganizationRequests,
  OrganizationRole,
  OrganizationSettings,
} from './organizations/organization-requests.ts';
export type { Organization, OrganizationMember } from './organizations/organization.ts';
export type { OrganizationsResource } from './organizations/organizations-resource.ts';
export type { CreateProject, ProjectRequests, ProjectSettings, UpdateProject } from './projects/project-requests.ts';
export type { Project } from './projects/project.ts';
export type { ProjectsResource } from './projects/projects-resource.ts';
export type { HealthRequests } from './proxy/health-requests.ts';
export type { HealthResource } from './proxy/health-resource.ts';
export type {
  HealthCheck,
  HealthHistory,
  HealthHistoryFilter,
  HealthHistoryQuery,
  ModelHealth,
  ModelHealthQuery,
  TriedModel,
} from './proxy/model-health.ts';
export type { Backlog, ServiceHealth, SharedHealthStatus } from './proxy/service-health.ts';
export type { Licence, Readiness, ReadinessDetails } from './proxy/proxy-health.ts';
export type { SpendLog } from './spend/spend-log.ts';
export type { DateRange, KeySpendQuery, SpendReportQuery } from './spend/spend-report.ts';
export type { SpendDaysQuery, SpendFilter, SpendLogsQuery, SpendRankingQuery, SpendRequests } from './spend/spend-requests.ts';
export type { SpendResource } from './spend/spend-resource.ts';
export type { KeySpend, ModelSpend, SpendDay, SpendDayDetails, SpendTotal } from './spend/spend-sums.ts';
export type { TeamUserSpend, TeamUsersQuery } from './spend/team-users.ts';
export type { TeamFilter, TeamInfoQuery, TeamPage, TeamQuery } from './teams/list-teams.ts';
export { ModelsUnhealthyError } from './errors/models-unhealthy-error.ts';
export { copyKey } from './tasks/copy-key.ts';
export type { CopiedKey, CopyKey } from './tasks/copy-key.ts';
export { findKeysByAlias, keysMadeBefore, keysNearBudget, keysUnusedSince } from './tasks/find-keys.ts';
export type { KeyNearBudget } from './tasks/find-keys.ts';
export { keyBudget } from './tasks/key-budget.ts';
export type { KeyBudget } from './tasks/key-budget.ts';
export { exportKeys, readKeyExport } from './tasks/key-export.ts';
export type { ExportedKey, ExportOptions } from './tasks/key-export.ts';
export { importKeys } from './tasks/key-import.ts';
export type { ImportedKey, ImportKeysOptions } from './tasks/key-import.ts';
export { mergeKeyMetadata } from './tasks/merge-metadata.ts';
export type { MergeMetadata } from './tasks/merge-metadata.ts';
export { rotateKey } from './tasks/rotate-key.ts';
export type { RotatedKey, RotateKey } from './tasks/rotate-key.ts';
export { settingsOf } from './tasks/settings-of.ts';
export type { CopiedSettings } from './tasks/settings-of.ts';
export { watchSpend } from './tasks/watch-spend.ts';
export type { SpendChange, WatchSpendOptions } from './tasks/watch-spend.ts';
export type { AddedTeamMember, AddedTeamMembers, AddManyTeamMembers } from './teams/member-additions.ts';
export type { MemberBudgetReset, MemberSpendReset, ResetMemberSpend } from './teams/member-resets.ts';
export type { TeamMetadataField } from './teams/metadata-schema.ts';
export type { OwnTeamMembership } from './teams/own-membership.ts';
export type { AddTeamMembers, JoinedTeamInfo, MemberName, UpdatedTeamMember, UpdateTeamMember } from './teams/team-members.ts';
export type { TeamCallbackRequests } from './teams/team-callback-requests.ts';
export type { TeamCallbacksResource } from './teams/team-callbacks-resource.ts';
export type { NewTeamCallback, TeamCallbackNames, TeamCallbacks } from './teams/team-callbacks.ts';
export type { AddedTeamPermissions, AddTeamPermissions, TeamPermissions } from './teams/team-permissions.ts';
export type { TeamRequests } from './teams/team-requests.ts';
export type { CreateTeam, ModelBudget, NewTeamMember, TeamSettings, TeamThroughputKind, UpdateTeam } from './teams/team-settings.ts';
export type { TeamMember } from './teams/team-member.ts';
export type { Team, TeamInfo, TeamMembership, TeamModelTable } from './teams/team.ts';
export type { TeamsResource } from './teams/teams-resource.ts';
export type { BulkUpdatedUser, BulkUpdateUser, BulkUpdateUsers } from './users/bulk-update-users.ts';
export type { UserFilter, UserPage, UserQuery } from './users/list-users.ts';
export type { UserRequests } from './users/user-requests.ts';
export type { CreateUser, JoinedTeam, UpdateUser, UserSettings } from './users/user-settings.ts';
export type { UserCounts } from './users/user-counts.ts';
export type { UserSummary } from './users/user-summary.ts';
export type { AnyRole, NewUser, User, UserInfo, UserRole } from './users/user.ts';
export type { UsersResource } from './users/users-resource.ts';
export { checkDuration } from './values/duration.ts';

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
export type { CallOptions, ClientOptions, Hooks, Logger, Outcome, PreparedCall, Prepares, RetryOptions, Transport } from '@keyrack/http';
export { Secret } from '@keyrack/secret';

export { readAddress } from './address.ts';
export type { AddressOptions } from './address.ts';
export { checkAddressLists } from './address-list.ts';
export type { AddressLists } from './address-list.ts';
export type { ApiKey } from './api-key.ts';
export type { RawCallOptions, ReadCallOptions } from './call-options.ts';
export type { CreatedApiKey } from './created-api-key.ts';
export type { Environment, EnvironmentOptions } from './environment.ts';
export {
  AuthenticationError,
  ConflictError,
  MissingKeyError,
  MissingReferenceError,
  MissingSecretError,
  NotFoundError,
  PermissionError,
  RateLimitError,
  RequestBudgetError,
  ValidationError,
  VergeOSError,
} from './errors.ts';
export type { ExpiryOptions } from './expiry.ts';
export type { AnsweredAs, Columns } from './fields.ts';
export { bw, cs, ct, eq, ew, ge, gt, le, lt, ne, rx } from './filter/conditions.ts';
export type { ColumnFilter, Comparisons, FilterInput, FilterObject } from './filter/filter-object.ts';
export { Filter } from './filter/filter.ts';
export type { Operator } from './filter/filter.ts';
export { and, or } from './filter/groups.ts';
export type { FilterValue } from './filter/literal.ts';
export type { Group } from './group.ts';
export type { LoginOptions } from './login.ts';
export type { Member } from './member.ts';
export type { Permission } from './permission.ts';
export type { PreparesVergeOS } from './prepared-call.ts';
export type { CreatedRow } from './row-receipt.ts';
export type { RowKey } from './table.ts';
export type { ListRange, PagingOptions } from './list-query.ts';
export type { AllApiKeysQuery, ApiKeySelector, ApiKeysFilter, ApiKeysQuery, ApiKeysResource } from './resources/api-keys-resource.ts';
export type { AllGroupsQuery, GroupSelector, GroupsFilter, GroupsQuery, GroupsResource } from './resources/groups-resource.ts';
export type { AllMembersQuery, MembersFilter, MembersQuery, MembersResource } from './resources/members-resource.ts';
export type { AllPermissionsQuery, PermissionsFilter, PermissionsQuery, PermissionsResource } from './resources/permissions-resource.ts';
export type { CreatedSession, SessionLogin, SessionsResource } from './resources/sessions-resource.ts';
export type { SystemInfo, SystemResource } from './resources/system-resource.ts';
export type { AllRowsQuery, AnyRow, AskedRow, CreatedTableRow, TableQuery, TableResource } from './resources/table-resource.ts';
export type { AllUsersQuery, UserSelector, UsersFilter, UsersQuery, UsersResource } from './resources/users-resource.ts';
export type { ApiKeyColumns, CreateApiKey, KeyOwner, UpdateApiKey, UserApiKeyRow } from './types/user-api-key.ts';
export type { CreateGroup, GroupColumns, GroupRow, UpdateGroup } from './types/group.ts';
export type { AddMember, MemberColumns, MemberRow } from './types/member.ts';
export type { GrantPermission, PermissionColumns, PermissionRow, Rights } from './types/permission.ts';
export type { CreateUser, UpdateUser, UserColumns, UserRow } from './types/user.ts';
export type { User } from './user.ts';
export type { VergeOSApi } from './vergeos-api.ts';
export { VergeOSClient } from './vergeos-client.ts';
export type { VergeOSClientOptions, VergeOSConnectionOptions } from './vergeos-client.ts';
export { VergeOSSites } from './vergeos-sites.ts';
export type { SiteResult } from './vergeos-sites.ts';

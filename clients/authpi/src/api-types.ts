// Written by tools/authpi-client from the contract of the API; change that, and run it again.
export type { AccountsQuery, AccountsResource } from './resources/accounts-resource.ts';
export type { AgentVerifiersResource } from './resources/agent-verifiers-resource.ts';
export type { AgentsQuery, AgentsResource } from './resources/agents-resource.ts';
export type { ApprovalsQuery, ApprovalsResource } from './resources/approvals-resource.ts';
export type { AuthMethodsResource } from './resources/auth-methods-resource.ts';
export type { ClientsQuery, ClientsResource } from './resources/clients-resource.ts';
export type { CreditsLedgerQuery, CreditsResource } from './resources/credits-resource.ts';
export type { DeliveriesQuery, DeliveriesResource } from './resources/deliveries-resource.ts';
export type { DomainsResource } from './resources/domains-resource.ts';
export type { EventsAggregateQuery, EventsQuery, EventsResource } from './resources/events-resource.ts';
export type { GroupsQuery, GroupsResource } from './resources/groups-resource.ts';
export type { InvitationsQuery, InvitationsResource } from './resources/invitations-resource.ts';
export type { InvoicesQuery, InvoicesResource } from './resources/invoices-resource.ts';
export type { IssuerSessionsResource } from './resources/issuer-sessions-resource.ts';
export type { IssuerTokensResource } from './resources/issuer-tokens-resource.ts';
export type { IssuersQuery, IssuersResource } from './resources/issuers-resource.ts';
export type { MembersQuery, MembersResource } from './resources/members-resource.ts';
export type { NotesBacklinksQuery, NotesCountQuery, NotesQuery, NotesResource } from './resources/notes-resource.ts';
export type { OrganizationApiKeysQuery, OrganizationApiKeysResource } from './resources/organization-api-keys-resource.ts';
export type { OrganizationsQuery, OrganizationsResource } from './resources/organizations-resource.ts';
export type { PaymentMethodsResource } from './resources/payment-methods-resource.ts';
export type { RedeliverResource } from './resources/redeliver-resource.ts';
export type { SsoResource } from './resources/sso-resource.ts';
export type { TokensResource } from './resources/tokens-resource.ts';
export type { TrustedDevicesResource } from './resources/trusted-devices-resource.ts';
export type { UsageQuery, UsageResource } from './resources/usage-resource.ts';
export type { UserSessionsQuery, UserSessionsResource } from './resources/user-sessions-resource.ts';
export type { UserTokensQuery, UserTokensResource } from './resources/user-tokens-resource.ts';
export type { UserVerifiersResource } from './resources/user-verifiers-resource.ts';
export type { UsersQuery, UsersResource } from './resources/users-resource.ts';
export type { WebhooksQuery, WebhooksResource } from './resources/webhooks-resource.ts';
export type { Account, AccountDomain, AssignDomainInput, CreateDomainInput, UpdateAccountInput } from './types/account.ts';
export type {
  Agent,
  AgentVerifiersCreateResponse,
  AgentVerifiersListItem,
  CreateAgentInput,
  CreateAgentVerifierInput,
  UpdateAgentInput,
} from './types/agent.ts';
export type { CreateAuthMethodInput, IssuerAuthMethod } from './types/auth-method.ts';
export type {
  AccountInvoice,
  AccountUsageEstimate,
  CreditLedgerEntry,
  CreditsCreateTopupResponse,
  PaymentMethod,
  PaymentMethodsSetupIntentStripeResponse,
  UsageByDimension,
  UsageDimensionLine,
} from './types/billing.ts';
export type {
  Client,
  ClientListItem,
  CreateClientInput,
  IssuerClientsCreateResponse,
  IssuerClientsListItem,
  IssuerClientsRotateSecretResponse,
  UpdateClientInput,
} from './types/client.ts';
export type { WebhookDeliveriesListItem, WebhookDeliveriesRedeliverResponse } from './types/delivery.ts';
export type { Event, EventsAggregateResponse } from './types/event.ts';
export type { CreateGroupInput, Group, UpdateGroupInput } from './types/group.ts';
export type { CreateInvitationInput, Inviter, OrganizationInvitationPublic, UpdateInvitationInput } from './types/invitation.ts';
export type { CreateIssuerInput, CreateIssuerSettingsInput, Issuer, IssuerListItem, UpdateIssuerInput } from './types/issuer.ts';
export type { CreateMemberInput, OrganizationMembership, UpdateMemberInput } from './types/member.ts';
export type {
  CreateNoteInput,
  Note,
  NoteMention,
  NoteRefType,
  NoteReference,
  NoteSubjectType,
  NotesCountResponse,
  UpdateNoteInput,
} from './types/note.ts';
export type {
  Address,
  ApiKeysListItem,
  CreateOrganizationApiKeyInput,
  CreateOrganizationInput,
  IssuerOrganizationsListItem,
  Organization,
  OrganizationApiKeysListItem,
  UpdateOrganizationInput,
} from './types/organization.ts';
export type { PublicSession } from './types/session.ts';
export type {
  AddSsoDomainInput,
  OrganizationSsoAddDomainResponse,
  OrganizationSsoRotateSecretResponse,
  OrganizationSsoVerifyDomainResponse,
} from './types/sso.ts';
export type {
  CreateUserTokenInput,
  IntrospectTokenInput,
  PersonalToken,
  UserTokensCreateResponse,
  UserTokensListItem,
} from './types/token.ts';
export type {
  CreateTrustedDeviceInput,
  TrustedDevice,
  UserTrustedDevicesCreateResponse,
  UserTrustedDevicesRevokeAllResponse,
} from './types/trusted-device.ts';
export type { CreateUserInput, IssuerApprovalsListItem, IssuerUsersListItem, UpdateUserInput, User } from './types/user.ts';
export type {
  UserVerifiersCompleteEnrollmentResponse,
  UserVerifiersCreateResponse,
  UserVerifiersRegenerateResponse,
  UserVerifiersVerifyResponse,
  Verifier,
} from './types/verifier.ts';
export type { WebhookEventType } from './types/webhook-event-type.ts';
export type {
  CreateAuthInput,
  CreateWebhookInput,
  CreateWebhookResponseAuth,
  UpdateAuthInput,
  UpdateWebhook,
  UpdateWebhookResponseAuth,
  Webhook,
  WebhookAuth,
  WebhookListItem,
  WebhooksCreateResponse,
  WebhooksUpdateResponse,
} from './types/webhook.ts';

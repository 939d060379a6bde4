/** What is said about a type, and the file it stands in. */
export interface TypeWords {
  readonly file: string;
  readonly about: string;
}

const listed = (file: string, what: string): TypeWords => ({ file, about: `${what} as a list shows it.` });
const open = 'Its fields are not documented.';

/** Every type of the contract that is written by this tool. */
export const typeWords: Readonly<Record<string, TypeWords>> = {
  Account: { file: 'account', about: 'An account: the customer of AuthPI.' },
  AccountDomain: { file: 'account', about: 'A domain of an account.' },
  CreditLedgerEntry: { file: 'billing', about: 'One line of the credit ledger. Amounts are millionths of a US dollar.' },
  CreditsCreateTopupResponse: { file: 'billing', about: 'Credits that were put in. Amounts are millionths of a US dollar.' },
  UsageDimensionLine: { file: 'billing', about: 'One kind of use within a period.' },
  UsageByDimension: { file: 'billing', about: 'The use of one period.' },
  AccountUsageEstimate: { file: 'billing', about: 'What a period is likely to cost.' },
  AccountInvoice: { file: 'billing', about: 'An invoice.' },
  PaymentMethod: { file: 'billing', about: `A way to pay. ${open}` },
  PaymentMethodsSetupIntentStripeResponse: { file: 'billing', about: 'What Stripe needs to ask for a card.' },
  Issuer: { file: 'issuer', about: 'An issuer: one place where users log in.' },
  IssuerListItem: listed('issuer', 'An issuer'),
  CreateIssuerSettingsInput: { file: 'issuer', about: 'The settings of a new issuer.' },
  CreateIssuerInput: { file: 'issuer', about: 'What a new issuer shall be.' },
  IssuerAuthMethod: { file: 'auth-method', about: `A way to log in. ${open} Texts in its \`settings\` that grant access are Secrets.` },
  ClientListItem: listed('client', 'A client'),
  IssuerClientsListItem: { file: 'client', about: 'Another name of ClientListItem.' },
  Client: { file: 'client', about: 'An OAuth client.' },
  IssuerClientsCreateResponse: { file: 'client', about: 'A new client; `secret` is there for a confidential one, this once.' },
  IssuerClientsRotateSecretResponse: { file: 'client', about: 'The new secret of a client, shown this once.' },
  Agent: { file: 'agent', about: 'An agent: a program that acts by itself.' },
  AgentVerifiersListItem: listed('agent', 'A verifier'),
  AgentVerifiersCreateResponse: { file: 'agent', about: 'A new verifier; `secret` is there where the service made one, this once.' },
  User: { file: 'user', about: 'A user.' },
  IssuerUsersListItem: listed('user', 'A user'),
  IssuerApprovalsListItem: listed('user', 'A user who waits'),
  Verifier: { file: 'verifier', about: `A second factor. ${open}` },
  UserVerifiersCreateResponse: { file: 'verifier', about: 'What an authenticator app needs, shown this once.' },
  UserVerifiersCompleteEnrollmentResponse: {
    file: 'verifier',
    about: 'Whether a second factor was added; backup codes are shown this once.',
  },
  UserVerifiersRegenerateResponse: { file: 'verifier', about: 'New backup codes, shown this once.' },
  UserVerifiersVerifyResponse: { file: 'verifier', about: 'Whether what a user has entered is right.' },
  TrustedDevice: { file: 'trusted-device', about: 'A device that is trusted.' },
  UserTrustedDevicesCreateResponse: { file: 'trusted-device', about: 'A device that is trusted from now on.' },
  UserTrustedDevicesRevokeAllResponse: { file: 'trusted-device', about: 'How many devices are not trusted any more.' },
  Address: { file: 'organization', about: 'A postal address.' },
  Organization: { file: 'organization', about: 'An organization.' },
  IssuerOrganizationsListItem: listed('organization', 'An organization'),
  OrganizationApiKeysListItem: { file: 'organization', about: 'Another name of ApiKeyListItem.' },
  ApiKeysListItem: { file: 'organization', about: 'Another name of ApiKeyListItem.' },
  OrganizationMembership: { file: 'member', about: 'A member of an organization.' },
  Group: { file: 'group', about: 'A group within an organization.' },
  Inviter: { file: 'invitation', about: 'Who invites.' },
  OrganizationInvitationPublic: { file: 'invitation', about: 'An invitation to an organization.' },
  OrganizationSsoAddDomainResponse: { file: 'sso', about: 'The DNS record that proves whose a domain is.' },
  OrganizationSsoVerifyDomainResponse: { file: 'sso', about: 'Whether the DNS record was found.' },
  OrganizationSsoRotateSecretResponse: { file: 'sso', about: 'A new secret, shown this once.' },
  Event: { file: 'event', about: 'Something that happened.' },
  EventsAggregateResponse: { file: 'event', about: 'Events, counted in buckets.' },
  WebhookEventType: { file: 'webhook-event-type', about: 'What a webhook can be told of.' },
  WebhookListItem: listed('webhook', 'A webhook'),
  Webhook: { file: 'webhook', about: 'A webhook.' },
  WebhookAuth: { file: 'webhook', about: `How a webhook proves that it is AuthPI. ${open} Texts in it that grant access are Secrets.` },
  CreateWebhookInput: { file: 'webhook', about: 'What a new webhook shall be.' },
  UpdateWebhook: { file: 'webhook', about: 'What shall change about a webhook; what is absent stays.' },
  WebhooksCreateResponse: { file: 'webhook', about: 'A new webhook, with the secrets that the service made for it, shown this once.' },
  WebhooksUpdateResponse: { file: 'webhook', about: 'A changed webhook, with the secrets that the service made for it, shown this once.' },
  CreateWebhookResponseAuth: { file: 'webhook', about: `Like WebhookAuth, with new secrets. ${open}` },
  UpdateWebhookResponseAuth: { file: 'webhook', about: `Like WebhookAuth, with new secrets. ${open}` },
  CreateAuthInput: { file: 'webhook', about: `How a new webhook shall prove that it is AuthPI. ${open}` },
  UpdateAuthInput: { file: 'webhook', about: `How a webhook shall prove that it is AuthPI from now on. ${open}` },
  WebhookDeliveriesListItem: { file: 'delivery', about: 'Something that was sent to a webhook, or was to be.' },
  WebhookDeliveriesRedeliverResponse: { file: 'delivery', about: 'A delivery that was sent again.' },
  PersonalToken: { file: 'token', about: 'A personal token of a user; never the token itself.' },
  UserTokensListItem: listed('token', 'A personal token'),
  UserTokensCreateResponse: { file: 'token', about: 'A new token, shown this once.' },
  PublicSession: { file: 'session', about: 'A session of a user; never its secrets.' },
  NoteSubjectType: { file: 'note', about: 'What a note can be about.' },
  NoteRefType: { file: 'note', about: 'What a note can refer to.' },
  NoteMention: { file: 'note', about: 'A user whom a note mentions.' },
  NoteReference: { file: 'note', about: 'Something that a note refers to.' },
  Note: { file: 'note', about: 'A note.' },
  CreateNoteInput: { file: 'note', about: 'What a new note shall be.' },
  UpdateNoteInput: { file: 'note', about: 'What shall change about a note; what is absent stays.' },
  NotesCountResponse: { file: 'note', about: 'How many notes there are.' },
};

/** Types that stand in files written by hand, and where. */
export const handWrittenTypes: Readonly<Record<string, string>> = {
  Metadata: 'common',
  KnownText: 'common',
  ApiKey: 'api-key',
  ApiKeyListItem: 'api-key',
  ApiKeyRestrictions: 'api-key',
  CreateApiKeyResponse: 'api-key',
  CreateAccountApiKey: 'api-key',
  UpdateApiKey: 'api-key',
  ApiKeysRotateResponse: 'api-key',
  CallerIdentity: 'caller-identity',
  CallerAccountAccess: 'caller-identity',
  CallerOrganizationAccess: 'caller-identity',
};

/** Shapes of error bodies, which the error classes stand for. */
export const notTypes: readonly string[] = ['ApiError', 'FieldError', 'PreconditionFailedError'];

/** Fields of answers that hold one-time secrets; `required` where the answer is a loss without them. */
export const oneTimeSecrets: Readonly<Record<string, { readonly fields: readonly string[]; readonly required?: string }>> = {
  CreateApiKeyResponse: { fields: ['secret_plain'], required: 'secret_plain' },
  ApiKeysRotateResponse: { fields: ['secret_plain'], required: 'secret_plain' },
  IssuerClientsCreateResponse: { fields: ['secret'] },
  IssuerClientsRotateSecretResponse: { fields: ['secret'], required: 'secret' },
  AgentVerifiersCreateResponse: { fields: ['secret'] },
  OrganizationSsoRotateSecretResponse: { fields: ['secret'], required: 'secret' },
  UserTokensCreateResponse: { fields: ['token_plain'], required: 'token_plain' },
  UserVerifiersCreateResponse: { fields: ['secret', 'provisioning_uri'] },
  UserVerifiersCompleteEnrollmentResponse: { fields: ['backup_codes'] },
  UserVerifiersRegenerateResponse: { fields: ['codes'], required: 'codes' },
  PaymentMethodsSetupIntentStripeResponse: { fields: ['client_secret'] },
};

/** Fields of undescribed objects in answers that may hold secrets. */
export const secretPlaces: Readonly<Record<string, readonly string[]>> = {
  Webhook: ['auth'],
  WebhooksCreateResponse: ['auth'],
  WebhooksUpdateResponse: ['auth'],
  IssuerAuthMethod: ['settings'],
};

/** What bodies of which only a part is described are called: by verb and path. */
export const inputFile: Readonly<Record<string, string>> = {
  UpdateAccountInput: 'account',
  CreateDomainInput: 'account',
  AssignDomainInput: 'account',
  UpdateIssuerInput: 'issuer',
  CreateAuthMethodInput: 'auth-method',
  CreateClientInput: 'client',
  UpdateClientInput: 'client',
  CreateAgentInput: 'agent',
  UpdateAgentInput: 'agent',
  CreateAgentVerifierInput: 'agent',
  CreateOrganizationInput: 'organization',
  UpdateOrganizationInput: 'organization',
  CreateOrganizationApiKeyInput: 'organization',
  IntrospectTokenInput: 'token',
  CreateUserTokenInput: 'token',
  CreateUserInput: 'user',
  UpdateUserInput: 'user',
  CreateTrustedDeviceInput: 'trusted-device',
  CreateGroupInput: 'group',
  UpdateGroupInput: 'group',
  CreateInvitationInput: 'invitation',
  UpdateInvitationInput: 'invitation',
  CreateMemberInput: 'member',
  UpdateMemberInput: 'member',
  AddSsoDomainInput: 'sso',
};

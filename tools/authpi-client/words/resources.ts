/** What is said about a method where its verb does not say it all. */
export interface MethodWords {
  readonly about: string;
  /** What else it throws and when: `ConflictError when it is not blocked.` */
  readonly throws?: readonly string[];
}

/** What is said about a resource. */
export interface ResourceWords {
  /** The class, without `Resource`. */
  readonly name: string;
  /** The doc comment of the class. */
  readonly about: string;
  /** One of them with its article, and many: `a user`, `users`. */
  readonly one: string;
  readonly many: string;
  /** One of them as the name of a type: `User`. */
  readonly single: string;
  readonly methods?: Readonly<Record<string, string | MethodWords>>;
}

const wholeAccount = 'The answer is the whole account.';
const notPlaced = 'The path is inferred from its siblings: no client of the vendor reaches it.';

/** Every resource of the contract that is written by this tool, by its name there. */
export const resourceWords: Readonly<Record<string, ResourceWords>> = {
  accounts: {
    name: 'Accounts',
    about: 'The accounts that the credential may use.',
    one: 'an account',
    many: 'accounts',
    single: 'Account',
  },
  credits: {
    name: 'Credits',
    about: 'The prepaid credits of the account.',
    one: 'an entry',
    many: 'entries of the ledger',
    single: 'Credit',
    methods: {
      ledger: 'Reads one page of the ledger: what was put in, and what was used.',
      create_topup: 'Puts credits in. Which fields the body has is not documented.',
    },
  },
  domains: {
    name: 'Domains',
    about: 'The domains of the account.',
    one: 'a domain',
    many: 'domains of the account',
    single: 'Domain',
    methods: {
      create: `Adds a domain. ${wholeAccount}`,
      assign: `Gives a domain to an issuer. ${wholeAccount}`,
      unassign: `Takes a domain from its issuer. ${wholeAccount}`,
      verify: `Checks whether a domain is set up as it has to be. ${wholeAccount}`,
    },
  },
  events: {
    name: 'Events',
    about: 'What happened in the account.',
    one: 'an event',
    many: 'events',
    single: 'Event',
    methods: { aggregate: 'Counts events in buckets. Which groups and intervals there are is not documented.' },
  },
  issuers: { name: 'Issuers', about: 'The issuers of the account.', one: 'an issuer', many: 'issuers', single: 'Issuer' },
  notes: {
    name: 'Notes',
    about: 'Notes of people about users, organizations, issuers, clients and agents.',
    one: 'a note',
    many: 'notes',
    single: 'Note',
    methods: {
      backlinks: 'Reads the notes that refer to something. The answer is a list without pages.',
      count: 'Counts the notes about something.',
    },
  },
  account_tokens: {
    name: 'Tokens',
    about: 'Personal tokens by their id, whoever they belong to. They are listed and made under their user.',
    one: 'a personal token',
    many: 'personal tokens',
    single: 'Token',
    methods: { revoke: 'Ends a personal token for good.' },
  },
  webhooks: {
    name: 'Webhooks',
    about: 'The webhooks of the account.',
    one: 'a webhook',
    many: 'webhooks',
    single: 'Webhook',
    methods: {
      create: 'Makes a webhook. Secrets that the service makes for it are in the answer and never shown again.',
      update: 'Changes a webhook; what is left out stays. New secrets are in the answer and never shown again.',
    },
  },
  invoices: {
    name: 'Invoices',
    about: `The invoices of the account. ${notPlaced}`,
    one: 'an invoice',
    many: 'invoices',
    single: 'Invoice',
  },
  payment_methods: {
    name: 'PaymentMethods',
    about: `The ways in which the account pays. ${notPlaced}`,
    one: 'a way to pay',
    many: 'ways to pay',
    single: 'PaymentMethod',
    methods: {
      create: 'Adds a way to pay without a card; a card goes through `setupIntentStripe`.',
      setup_intent_stripe: 'Begins to add a card, which Stripe then asks for.',
    },
  },
  usage: {
    name: 'Usage',
    about: `What the account has used. ${notPlaced}`,
    one: 'the use',
    many: 'periods of use',
    single: 'Usage',
    methods: { estimate: 'Estimates what the present period will cost.' },
  },
  agents: { name: 'Agents', about: 'The agents of an issuer.', one: 'an agent', many: 'agents', single: 'Agent' },
  approvals: {
    name: 'Approvals',
    about: 'Users of an issuer who wait to be let in.',
    one: 'a user who waits',
    many: 'users who wait',
    single: 'Approval',
    methods: { update: 'Lets a user in, or turns them away. Which fields the body has is not documented; `status` is likely.' },
  },
  auth_methods: {
    name: 'AuthMethods',
    about: 'The ways in which users of an issuer log in.',
    one: 'a way to log in',
    many: 'ways to log in',
    single: 'AuthMethod',
  },
  clients: {
    name: 'Clients',
    about: 'The OAuth clients of an issuer.',
    one: 'a client',
    many: 'clients',
    single: 'Client',
    methods: {
      create: 'Makes a client. The secret of a confidential one is in the answer and never shown again.',
      rotate_secret: 'Gives a confidential client a new secret. The old one is taken for 15 more minutes.',
    },
  },
  organizations: {
    name: 'Organizations',
    about: 'The organizations of an issuer.',
    one: 'an organization',
    many: 'organizations',
    single: 'Organization',
    methods: {
      update: 'Changes an organization; what is left out stays. A `status` suspends or reactivates it.',
      delete: 'Removes an organization with everything in it.',
    },
  },
  issuer_sessions: {
    name: 'IssuerSessions',
    about: 'Sessions of users of an issuer, by their id.',
    one: 'a session',
    many: 'sessions',
    single: 'Session',
    methods: {
      reactivate: 'Puts a suspended session back into use.',
      revoke: 'Ends a session for good.',
      suspend: 'Takes a session out of use until it is reactivated.',
    },
  },
  issuer_tokens: {
    name: 'IssuerTokens',
    about: 'Tokens that an issuer has given out.',
    one: 'a token',
    many: 'tokens',
    single: 'Token',
    methods: { introspect: 'Tells what a token is good for. The fields of the answer are not documented.' },
  },
  users: { name: 'Users', about: 'The users of an issuer.', one: 'a user', many: 'users', single: 'User' },
  agent_verifiers: {
    name: 'AgentVerifiers',
    about: 'The ways in which an agent proves who it is.',
    one: 'a way to prove who it is',
    many: 'verifiers of the agent',
    single: 'AgentVerifier',
    methods: { create: 'Makes a verifier. A secret that the service makes is in the answer and never shown again.' },
  },
  organization_api_keys: {
    name: 'OrganizationApiKeys',
    about: 'The API keys of an organization. One of them is read, changed and ended under the account: `authpi.apiKeys`.',
    one: 'an API key',
    many: 'API keys',
    single: 'OrganizationApiKey',
    methods: { create: 'Makes a key. Its secret is in the answer and never shown again.' },
  },
  groups: { name: 'Groups', about: 'The groups of an organization.', one: 'a group', many: 'groups', single: 'Group' },
  invitations: {
    name: 'Invitations',
    about: 'Invitations to an organization.',
    one: 'an invitation',
    many: 'invitations',
    single: 'Invitation',
    methods: {
      create: 'Invites somebody by mail.',
      resend: 'Sends the mail of an invitation again. The fields of the answer are not documented.',
      revoke: 'Takes an invitation back. The fields of the answer are not documented.',
    },
  },
  members: {
    name: 'Members',
    about: 'The members of an organization: users and agents.',
    one: 'a member',
    many: 'members',
    single: 'Member',
    methods: {
      create: 'Adds a member.',
      update: 'Changes what a member may do; what is left out stays.',
      delete: 'Takes a member out of the organization.',
    },
  },
  sso: {
    name: 'Sso',
    about: 'Single sign-on of an organization.',
    one: 'a domain',
    many: 'domains',
    single: 'SsoDomain',
    methods: {
      add_domain: 'Adds a mail domain, and tells the DNS record that proves whose it is.',
      remove_domain: 'Removes a mail domain. The fields of the answer are not documented.',
      verify_domain: 'Looks for the DNS record of a mail domain.',
      rotate_secret: 'Makes a new secret, which is never shown again.',
    },
  },
  user_sessions: {
    name: 'UserSessions',
    about: 'The sessions of a user. One of them is read and ended under the issuer: `issuer.sessions`.',
    one: 'a session',
    many: 'sessions',
    single: 'Session',
  },
  user_tokens: {
    name: 'UserTokens',
    about: 'The personal tokens of a user. One of them is read and ended under the account: `authpi.tokens`.',
    one: 'a personal token',
    many: 'personal tokens',
    single: 'UserToken',
    methods: {
      create: 'Makes a token, which is never shown again. The answer holds no id: list the tokens to learn it, or read `jti` in the token.',
    },
  },
  trusted_devices: {
    name: 'TrustedDevices',
    about: 'The devices on which a user is not asked for a second factor.',
    one: 'a device',
    many: 'devices',
    single: 'TrustedDevice',
    methods: { create: 'Trusts a device.', revoke_all: 'Trusts none of the devices any more.', delete: 'Trusts a device no more.' },
  },
  user_verifiers: {
    name: 'UserVerifiers',
    about: 'The second factors of a user.',
    one: 'a second factor',
    many: 'second factors',
    single: 'UserVerifier',
    methods: {
      create: 'Begins to add a second factor. The type of the answer fits an authenticator app; what others answer is not documented.',
      complete_enrollment: 'Ends what `create` began. Backup codes are in the answer and never shown again.',
      regenerate: 'Makes new backup codes, which are never shown again.',
      verify: 'Checks what a user has entered.',
    },
  },
  deliveries: {
    name: 'Deliveries',
    about: 'What was sent to a webhook, or was to be.',
    one: 'a delivery',
    many: 'deliveries',
    single: 'Delivery',
    methods: { redeliver: 'Sends a delivery again.' },
  },
  redeliver: {
    name: 'Redeliver',
    about: 'Failed deliveries of a webhook, all together.',
    one: 'them',
    many: 'deliveries',
    single: 'Redelivery',
    methods: { create: 'Sends all failed deliveries again. Fields of the body and of the answer are not documented.' },
  },
};

/** The scopes: what an object with an id of its own holds. */
export const scopeWords: Readonly<Record<string, { readonly name: string; readonly about: string; readonly one: string }>> = {
  issuer_scope: { name: 'Issuer', about: 'One issuer, and everything in it.', one: 'the issuer' },
  agent_scope: { name: 'Agent', about: 'One agent, and everything it has.', one: 'the agent' },
  organization_scope: { name: 'Organization', about: 'One organization, and everything in it.', one: 'the organization' },
  user_scope: { name: 'User', about: 'One user, and everything they have.', one: 'the user' },
  webhook_scope: { name: 'Webhook', about: 'One webhook, and what was sent to it.', one: 'the webhook' },
};

/** Written by hand, since more is known of them. */
export const writtenByHand: readonly string[] = ['me', 'account_api_keys'];

/** The kinds of records that an account holds. */
export const kinds = [
  'accounts',
  'agent_verifiers',
  'agents',
  'api_keys',
  'auth_methods',
  'clients',
  'deliveries',
  'events',
  'groups',
  'invitations',
  'invoices',
  'issuers',
  'ledger',
  'members',
  'notes',
  'organizations',
  'payment_methods',
  'sessions',
  'tokens',
  'trusted_devices',
  'usage',
  'users',
  'verifiers',
  'webhooks',
] as const;

/** A kind of record. */
export type Kind = (typeof kinds)[number];

/** What the parameters of a path name. `verifier_id` depends on who owns the verifier. */
const kindsByParameter: Readonly<Record<string, Kind>> = {
  account_id: 'accounts',
  agent_id: 'agents',
  client_id: 'clients',
  delivery_id: 'deliveries',
  device_id: 'trusted_devices',
  event_id: 'events',
  group_id: 'groups',
  invitation_id: 'invitations',
  issuer_id: 'issuers',
  key_id: 'api_keys',
  member_id: 'members',
  note_id: 'notes',
  org_id: 'organizations',
  session_id: 'sessions',
  token_id: 'tokens',
  user_id: 'users',
  webhook_id: 'webhooks',
};

/** The kind of record that a parameter of `path` names; `undefined` for plain values such as a domain. */
export function kindOf(parameter: string, path: string): Kind | undefined {
  if (parameter === 'verifier_id') return path.includes('{agent_id}') ? 'agent_verifiers' : 'verifiers';
  if (parameter === 'method_id') return path.includes('{issuer_id}') ? 'auth_methods' : 'payment_methods';
  return kindsByParameter[parameter];
}

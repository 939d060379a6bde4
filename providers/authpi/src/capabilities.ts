import type { ProviderCapabilities } from '@keyrack/contracts';

/** What AuthPI can do with the API keys of an account. */
export const authpiCapabilities: ProviderCapabilities = {
  issueStrategy: 'idempotency-key',
  secretReadable: false,
  suspend: true,
  expiry: 'upstream',
  limits: ['scopes', 'allowedAddresses'],
  change: ['name', 'limits', 'expiresAt', 'marker'],
  // A key shows when it was made and changed, and never when it was used.
  usage: [],
  usageLagSeconds: 0,
  probe: true,
  // Not documented; nobody reads a name that is longer than this.
  nameMaxLength: 100,
  // What a key may do are its scopes, and they are a limit.
  issueOptions: [],
};

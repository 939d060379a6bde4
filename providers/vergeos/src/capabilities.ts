import type { ProviderCapabilities } from '@keyrack/contracts';

/** What VergeOS can do with user API keys. */
export const vergeosCapabilities: ProviderCapabilities = {
  issueStrategy: 'compensate',
  secretReadable: false,
  // A key has no such switch, and whether one with an expiry in the past is taken is not known.
  suspend: false,
  expiry: 'upstream',
  limits: ['allowedAddresses', 'deniedAddresses'],
  change: ['name', 'limits', 'expiresAt'],
  usage: ['lastUsedAt'],
  // How soon a use shows is not documented; five minutes is more than a system that writes down each login needs.
  usageLagSeconds: 300,
  // Trying a key is a login: it would count as its last use, and fail where the key does not admit our own address.
  probe: false,
  nameMaxLength: 128,
  requestsPerHour: 1_000,
  issueOptions: [
    {
      name: 'upstream-user',
      description: "The user whose rights the key has: a name or a $key. By default the connection's own user.",
      repeatable: false,
    },
  ],
};

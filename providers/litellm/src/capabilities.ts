import type { ProviderCapabilities } from '@keyrack/contracts';

/** What a LiteLLM proxy can do through its key management, without a licence. */
export const litellmCapabilities: ProviderCapabilities = {
  issueStrategy: 'client-chosen-secret',
  secretReadable: false,
  suspend: true,
  expiry: 'upstream',
  limits: ['budgetUsd', 'budgetPeriod', 'requestsPerMinute', 'tokensPerMinute', 'maxParallelRequests', 'models'],
  change: ['name', 'limits', 'expiresAt', 'marker', 'spend'],
  usage: ['lastUsedAt', 'spendUsd'],
  // The proxy collects what it books for about ten seconds, and each proxy on a database does so by itself.
  usageLagSeconds: 20,
  // A proxy remembers for a minute the keys that it has let in; what another one does to them it learns only then.
  endLagSeconds: 60,
  probe: true,
  // As long as a proxy takes that was set up to check names.
  nameMaxLength: 255,
  issueOptions: [],
};

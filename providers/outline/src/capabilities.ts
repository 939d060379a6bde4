import type { ProviderCapabilities } from '@keyrack/contracts';

/** What an Outline server can do through its management API. */
export const outlineCapabilities: ProviderCapabilities = {
  issueStrategy: 'client-chosen-id',
  secretReadable: true,
  // There is no such switch; a data limit of 0 has the same effect.
  suspend: true,
  expiry: 'keyrack',
  limits: ['dataLimitBytes'],
  change: ['name', 'limits'],
  usage: ['lastUsedAt', 'dataBytes'],
  // The server asks its own Prometheus, which looks at the proxy from time to time and rounds to five minutes; an answer is kept for as long.
  usageLagSeconds: 600,
  probe: false,
  // The server takes a megabyte; nobody reads a name that is longer than this.
  nameMaxLength: 1_024,
  issueOptions: [],
};

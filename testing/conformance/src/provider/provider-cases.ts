import { connectionCases } from './connection-cases.ts';
import { issueCases } from './issue-cases.ts';
import { limitCases } from './limit-cases.ts';
import type { ProviderCase } from './provider-case.ts';
import { readingCases } from './reading-cases.ts';
import { recoveryCases } from './recovery-cases.ts';
import { revokeCases } from './revoke-cases.ts';
import { secrecyCases } from './secrecy-cases.ts';
import { suspendCases } from './suspend-cases.ts';
import { usageCases } from './usage-cases.ts';

/** Every guarantee of a provider, by what it is about. */
export const providerCases: Readonly<Record<string, readonly ProviderCase[]>> = {
  connection: connectionCases,
  reading: readingCases,
  issuing: issueCases,
  recovering: recoveryCases,
  'limits and changes': limitCases,
  suspending: suspendCases,
  revoking: revokeCases,
  'usage and probing': usageCases,
  secrecy: secrecyCases,
};

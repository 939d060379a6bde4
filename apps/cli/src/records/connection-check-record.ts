import type { ProviderCapabilities } from '@keyrack/contracts';
import type { Rack } from '@keyrack/runtime';
import type { RecordView } from '../output/print-record.ts';

/** What a system said when it was asked just now. */
export type CheckedConnection = Awaited<ReturnType<Rack['connections']['check']>>;

/** A checked connection on our wire. */
export interface ConnectionCheckRecord {
  readonly name: string;
  readonly provider: string;
  readonly systemName: string | null;
  readonly systemVersion: string | null;
  readonly systemIdentity: string;
  readonly identityMatches: boolean;
  readonly capabilities: ProviderCapabilities;
}

/** Writes a checked connection as it goes over our wire. */
export function connectionCheckRecord({ connection, report, identityProblem, capabilities }: CheckedConnection): ConnectionCheckRecord {
  const { name, provider } = connection;
  return { name, provider, ...report, identityMatches: identityProblem === null, capabilities };
}

/** A checked connection by itself. */
export const connectionCheckView: RecordView<ConnectionCheckRecord> = {
  fields: ['name', 'provider', 'systemName', 'systemVersion', 'systemIdentity', 'identityMatches', 'capabilities'],
  lines: [
    { title: 'Connection', cell: ({ name }) => name },
    { title: 'System', cell: ({ provider, systemVersion }) => [provider, systemVersion].filter((part) => part !== null).join(' ') },
    { title: 'Calls itself', cell: ({ systemName }) => systemName ?? '' },
    {
      title: 'Identity',
      cell: ({ systemIdentity, identityMatches }) => `${systemIdentity}${identityMatches ? '' : ' (another one than when it was added)'}`,
    },
    { title: 'Can suspend', cell: ({ capabilities }) => (capabilities.suspend ? 'yes' : 'no') },
    { title: 'Ends expired keys', cell: ({ capabilities }) => (capabilities.expiry === 'upstream' ? 'itself' : 'no: Keyrack does') },
    { title: 'Limits', cell: ({ capabilities }) => capabilities.limits.join(', ') || 'none' },
    { title: 'Issue takes', cell: ({ capabilities }) => capabilities.issueOptions.map(({ name }) => `--set ${name}=…`).join(', ') },
  ],
};

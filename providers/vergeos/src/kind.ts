import type { ProviderKind } from '@keyrack/contracts';
import { vergeosCapabilities } from './capabilities.ts';
import { readConnection } from './connection.ts';
import { VergeOSProvider } from './vergeos-provider.ts';

/** VergeOS systems. What is handed out is the secret of a user API key, and fingerprints are made over it. */
export const vergeosProvider: ProviderKind = {
  kind: 'vergeos',
  displayName: 'VergeOS',
  capabilities: vergeosCapabilities,
  readConnection,
  connect: (draft, environment) => new VergeOSProvider(draft, environment),
  // Which characters a secret has is not documented; it goes into a header, so there is no blank among them.
  fingerprintSource: (found) => (/^\S{8,}$/.test(found.reveal()) ? found : null),
};

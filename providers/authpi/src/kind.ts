import type { ProviderKind } from '@keyrack/contracts';
import { AuthPIProvider } from './authpi-provider.ts';
import { authpiCapabilities } from './capabilities.ts';
import { readConnection } from './connection.ts';
import { findSecretPart } from './key-secret.ts';

/**
 * AuthPI accounts and their API keys. What is handed out is `key_id:secret`; fingerprints are made over the secret alone, which
 * is also what programs are given apart from the id.
 */
export const authpiProvider: ProviderKind = {
  kind: 'authpi',
  displayName: 'AuthPI',
  capabilities: authpiCapabilities,
  readConnection,
  connect: (draft, environment) => new AuthPIProvider(draft, environment),
  fingerprintSource: findSecretPart,
  issueNotes: ({ scopes }) =>
    scopes === undefined
      ? ['An AuthPI key without scopes may do nothing. Give some with --scope, or --scope none to say that this is meant.']
      : [],
};

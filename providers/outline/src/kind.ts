import type { ProviderKind } from '@keyrack/contracts';
import { parseAccessUrl } from '@keyrack/outline';
import { outlineCapabilities } from './capabilities.ts';
import { readConnection } from './connection.ts';
import { OutlineProvider } from './outline-provider.ts';

/** Outline VPN servers. What is handed out is the access URL; fingerprints are made over the password within it, which may also be found alone. */
export const outlineProvider: ProviderKind = {
  kind: 'outline',
  displayName: 'Outline',
  capabilities: outlineCapabilities,
  readConnection,
  connect: (draft, environment) => new OutlineProvider(draft, environment),
  fingerprintSource(found) {
    const alone = /^[0-9A-Za-z]{22}$/.test(found.reveal()) ? found : null;
    return parseAccessUrl(found)?.password ?? alone;
  },
};

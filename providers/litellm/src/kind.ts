import type { ProviderKind } from '@keyrack/contracts';
import { litellmCapabilities } from './capabilities.ts';
import { readConnection } from './connection.ts';
import { LiteLLMProvider } from './litellm-provider.ts';

/** LiteLLM proxies. What is handed out is the virtual key, and fingerprints are made over it. */
export const litellmProvider: ProviderKind = {
  kind: 'litellm',
  displayName: 'LiteLLM',
  capabilities: litellmCapabilities,
  readConnection,
  connect: (draft, environment) => new LiteLLMProvider(draft, environment),
  // The shortest that a proxy takes has 16 characters.
  fingerprintSource: (found) => (/^sk-\S{13,}$/.test(found.reveal()) ? found : null),
};

import type { ProviderKind } from '@keyrack/contracts';

/**
 * The kinds of system this build can connect to. They are loaded when they are first asked for: a rack that is only looked at
 * needs none of them, and each brings a client along.
 */
export async function loadProviderKinds(): Promise<readonly ProviderKind[]> {
  return (await import('./provider-kinds.ts')).providerKinds;
}

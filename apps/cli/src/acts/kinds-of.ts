import type { ProviderKind } from '@keyrack/contracts';
import type { Rack } from '@keyrack/runtime';
import type { Target } from './target.ts';

/** The kinds of system that some keys are on; each once. */
export async function kindsOf(rack: Rack, targets: readonly Target[]): Promise<readonly ProviderKind[]> {
  const kinds = await rack.providerKinds();
  const connections = await rack.connections.list();
  const providers = new Set(targets.map(({ key }) => connections.find(({ id }) => id === key.connectionId)?.provider));
  return kinds.filter(({ kind }) => providers.has(kind));
}

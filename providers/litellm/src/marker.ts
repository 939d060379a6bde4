import { OutcomeUnknownError } from '@keyrack/contracts';
import type { CallOptions } from '@keyrack/contracts';
import type { LiteLLMClient } from '@keyrack/litellm';
import { translated } from './errors.ts';

type Metadata = Readonly<Record<string, unknown>>;

/** Our marker beside the name: what `metadata.keyrack` holds. */
export function markerOf(rackId: string): { readonly rack: string } {
  return { rack: rackId };
}

/** The rack that a key's metadata name; null: none. */
export function rackOf(metadata: Metadata): string | null {
  const { keyrack } = metadata;
  const rack: unknown = typeof keyrack === 'object' && keyrack !== null ? Reflect.get(keyrack, 'rack') : undefined;
  return typeof rack === 'string' && rack !== '' ? rack : null;
}

/** The metadata of a key with our marker among them: the proxy replaces them whole, and keeps limits there too. */
export async function markedMetadata(
  client: LiteLLMClient,
  { upstreamId, rackId }: { readonly upstreamId: string; readonly rackId: string },
  options?: CallOptions,
): Promise<Metadata> {
  const { metadata } = await translated('read the key', () => client.keys.info(upstreamId, options));
  return { ...metadata, keyrack: markerOf(rackId) };
}

/**
 * Reads the metadata again that were written whole: somebody else may have written them at the same moment, and the proxy has nothing to
 * prevent that.
 */
export async function confirmMetadata(
  client: LiteLLMClient,
  { upstreamId, written }: { readonly upstreamId: string; readonly written: Metadata },
  options?: CallOptions,
): Promise<void> {
  const { metadata } = await translated('read the key', () => client.keys.info(upstreamId, options));
  const lost = Object.keys(written).filter((name) => !(name in metadata));
  if (lost.length === 0) return;
  throw new OutcomeUnknownError(`LiteLLM: somebody else wrote the metadata of the key at the same moment (${lost.join(', ')})`, {
    outcome: 'unknown',
    retryable: true,
    advice: 'Try again: it is then based on what is there now.',
  });
}

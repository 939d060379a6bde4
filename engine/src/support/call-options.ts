import type { CallOptions } from '@keyrack/contracts';

/** What a provider is told of a call: the signal, and nothing else that the caller's options hold. */
export function callOptions({ signal }: { readonly signal?: AbortSignal | undefined } = {}): CallOptions {
  return signal ? { signal } : {};
}

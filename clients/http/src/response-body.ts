import { readUtf8 } from './bytes.ts';

const jsonType = /^(?:application|text)\/(?:[\w.+-]+\+)?json(?:\s*;|\s*$)/i;

/** A body as it was understood: nothing, JSON, or something that is not JSON. */
export type ReadBody =
  | { readonly kind: 'empty' }
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'unreadable'; readonly fault: string };

/** Parses a body that claims to be JSON, or claims nothing. The fault names what is wrong and quotes nothing of the body. */
export function readBody(body: Uint8Array, contentType: string | undefined): ReadBody {
  if (body.length === 0) return { kind: 'empty' };
  if (contentType !== undefined && !jsonType.test(contentType)) return { kind: 'unreadable', fault: 'is not JSON by its content type' };
  try {
    const value: unknown = JSON.parse(readUtf8(body));
    return { kind: 'json', value };
  } catch {
    return { kind: 'unreadable', fault: 'is not JSON' };
  }
}

/** A body as text, for people: bytes that are no UTF-8 become replacement characters. */
export function textOf(body: Uint8Array): string {
  return readUtf8(body);
}

/*
 * Bytes and texts by the means of every platform, or by Node's own where there are any: for a long list, the others take half as long
 * again as reading its JSON does.
 */

/** Puts chunks together. @param length - of all of them. */
export function joinBytes(chunks: readonly Uint8Array[], length: number): Uint8Array {
  if (typeof Buffer !== 'undefined') return Buffer.concat(chunks, length);
  const whole = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.length;
  }
  return whole;
}

/** UTF-8 as text, without a byte order mark; what is no UTF-8 becomes replacement characters. */
export function readUtf8(bytes: Uint8Array): string {
  if (typeof Buffer === 'undefined') return new TextDecoder().decode(bytes);
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString();
  return text.startsWith('\ufeff') ? text.slice(1) : text;
}

/** How long a text is as UTF-8. */
export function utf8Length(text: string): number {
  return typeof Buffer === 'undefined' ? new TextEncoder().encode(text).length : Buffer.byteLength(text);
}

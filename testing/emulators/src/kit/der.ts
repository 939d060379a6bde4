/** The few ASN.1 types a certificate needs, in DER. */

function element(tag: number, content: Uint8Array): Buffer {
  const length: number[] = [];
  for (let rest = content.length; rest > 0; rest >>>= 8) length.unshift(rest & 0xff);
  const header = content.length < 0x80 ? [tag, content.length] : [tag, 0x80 | length.length, ...length];
  return Buffer.concat([Buffer.from(header), content]);
}

/** An ordered group of elements. */
export function sequence(...parts: readonly Uint8Array[]): Buffer {
  return element(0x30, Buffer.concat(parts));
}

/** An unordered group; callers give one element only, so no sorting is needed. */
export function set(part: Uint8Array): Buffer {
  return element(0x31, part);
}

/** A positive number from its big-endian bytes, the first of which is below 0x80. */
export function integer(bytes: Uint8Array): Buffer {
  return element(0x02, bytes);
}

/** Bytes as a bit string with no unused bits. */
export function bitString(bytes: Uint8Array): Buffer {
  return element(0x03, Buffer.concat([Buffer.from([0]), bytes]));
}

/** A text. */
export function utf8String(text: string): Buffer {
  return element(0x0c, Buffer.from(text, 'utf8'));
}

/** The absent parameters of an algorithm. */
export function nothing(): Buffer {
  return element(0x05, Buffer.alloc(0));
}

/** A context-specific wrapper around one element. */
export function explicit(number: number, part: Uint8Array): Buffer {
  return element(0xa0 | number, part);
}

/** An instant in whole seconds; years from 2050 on need the longer form. */
export function instant(atMs: number): Buffer {
  const digits = new Date(atMs).toISOString().replace(/\.\d+/, '').replaceAll(/[-:T]/g, '');
  return digits < '2050' ? element(0x17, Buffer.from(digits.slice(2))) : element(0x18, Buffer.from(digits));
}

/** A dotted object identifier. */
export function objectIdentifier(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes = [first * 40 + second];
  for (const arc of rest) {
    const groups = [arc & 0x7f];
    for (let left = arc >>> 7; left > 0; left >>>= 7) groups.unshift(0x80 | (left & 0x7f));
    bytes.push(...groups);
  }
  return element(0x06, Buffer.from(bytes));
}

const separated = /^[0-9a-f]{2}(?::[0-9a-f]{2}){31}$/i;
const plain = /^[0-9a-f]{64}$/i;

/**
 * Brings a certificate pin into the form that the installer prints: 64 hex digits in upper case. Takes either case, with
 * or without colons (Node's `fingerprint256` has them), with space around or within; null when it is not a SHA-256.
 */
export function normalizeCertSha256(text: string): string | null {
  if (typeof text !== 'string') return null;
  const compact = text.replaceAll(/\s+/g, '');
  if (!plain.test(compact) && !separated.test(compact)) return null;
  return compact.replaceAll(':', '').toUpperCase();
}

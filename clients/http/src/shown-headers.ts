import type { Redactor } from './redaction.ts';

const harmlessHeaders: ReadonlySet<string> = new Set([
  'accept',
  'allow',
  'cache-control',
  'connection',
  'content-length',
  'content-type',
  'date',
  'etag',
  'if-match',
  'if-none-match',
  'keep-alive',
  'last-modified',
  'retry-after',
  'server',
  'transfer-encoding',
  'user-agent',
  'vary',
  'x-request-id',
]);

/** Headers as a watcher may see them: every name, and the values of those that never carry a secret. */
export function showHeaders(headers: Readonly<Record<string, string>>, redactor: Redactor): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, harmlessHeaders.has(name) ? redactor.text(value) : '[redacted]']),
  );
}

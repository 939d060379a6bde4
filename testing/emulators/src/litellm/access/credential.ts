import type { IncomingHttpHeaders } from 'node:http';

/** Headers that hold a bare key, in the order in which they are looked at. */
const bareHeaders = ['api-key', 'x-api-key', 'x-goog-api-key', 'ocp-apim-subscription-key'];

/** The key that a request brings: `undefined` for none, `''` for one that cannot be read. */
export function presentedKey(headers: IncomingHttpHeaders): string | undefined {
  const own = header(headers, 'x-litellm-api-key');
  if (own !== undefined) return withoutScheme(own) ?? own;
  const authorization = header(headers, 'authorization');
  if (authorization !== undefined && authorization !== '') return withoutScheme(authorization) ?? '';
  for (const name of bareHeaders) {
    const bare = header(headers, name);
    if (bare !== undefined) return bare;
  }
  return undefined;
}

function header(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
}

/** What follows `Bearer`, `bearer` or `Basic`; `undefined` when none of them is there. */
function withoutScheme(text: string): string | undefined {
  for (const scheme of ['Bearer ', 'Basic ', 'bearer ']) if (text.startsWith(scheme)) return text.replaceAll(scheme, '');
  return undefined;
}

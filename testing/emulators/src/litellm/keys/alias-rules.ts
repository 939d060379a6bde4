import type { LiteLLMProxy } from '../litellm-proxy.ts';
import type { Asking } from '../web/endpoint.ts';
import { badRequest } from '../web/failures.ts';

const unsafe = /(^|\/)\.\.(\/|$)|[\p{Cc}\u2028\u2029]/u;
const plain = /^[a-zA-Z0-9][a-zA-Z0-9_\-/.@]{0,253}[a-zA-Z0-9]$/;
const advice = 'Must be 2-255 characters, start/end with alphanumeric, and only contain a-zA-Z0-9_-/.@.';

/** Whether the proxy takes a text as an alias. @throws {ProxyFailure} 400 */
export function checkAliasFormat(proxy: LiteLLMProxy, alias: string | null): void {
  if (alias === null) return;
  if (unsafe.test(alias)) throw badRequest('Invalid key_alias', 'key_alias');
  if (proxy.settings.strict.enable_key_alias_format_validation !== true || plain.test(alias)) return;
  throw badRequest(`Invalid key_alias format. ${advice}`, 'key_alias');
}

/** Whether no other key has the alias; a look-up, no lock: calls at once may all pass. @throws {ProxyFailure} 400 */
export function checkAliasIsFree({ proxy, freeAlias }: Asking, alias: string | null, ownToken?: string): void {
  if (alias === null || alias === freeAlias || !proxy.keys.withAlias(alias).some((row) => row.token !== ownToken)) return;
  throw badRequest(`Key with alias '${alias}' already exists. Unique key aliases across all keys are required.`, 'key_alias');
}

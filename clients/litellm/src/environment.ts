import { refuse } from './values/parameter-checks.ts';

/** Environment variables, as `process.env` has them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads how to reach a proxy from the variables that LiteLLM's own command line knows: `LITELLM_PROXY_URL`, and
 * `LITELLM_PROXY_API_KEY` where there is one. The record is given by the caller; nothing is read behind its back.
 *
 * @throws {ConfigurationError} that names the variable, never its value.
 */
export function readEnvironment(environment: Environment): { readonly baseUrl: string; readonly apiKey?: string } {
  const baseUrl = environment['LITELLM_PROXY_URL']?.trim() ?? '';
  const apiKey = environment['LITELLM_PROXY_API_KEY']?.trim() ?? '';
  if (baseUrl === '') throw refuse('set LITELLM_PROXY_URL to the address of the proxy, and LITELLM_PROXY_API_KEY to a key of it');
  return apiKey === '' ? { baseUrl } : { baseUrl, apiKey };
}

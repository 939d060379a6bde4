import { refuse, object } from './values/parameter-checks.ts';

/** Environment variables, as `process.env` has them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads how to reach a proxy from the variables that LiteLLM's own command line knows: `LITELLM_PROXY_URL`, and
 * `LITELLM_PROXY_API_KEY` where there is one. The record is given by the caller; nothing is read behind its back.
 *
 * @throws {ConfigurationError} that names the variable, never its value.
 */
export function readEnvironment(environment: Environment): { readonly baseUrl: string; readonly apiKey?: string } {
  const [baseUrl, apiKey] = [valueOf(environment, 'LITELLM_PROXY_URL'), valueOf(environment, 'LITELLM_PROXY_API_KEY')];
  if (baseUrl === '') throw refuse('set LITELLM_PROXY_URL to the address of the proxy, and LITELLM_PROXY_API_KEY to a key of it');
  return apiKey === '' ? { baseUrl } : { baseUrl, apiKey };
}

function valueOf(environment: Environment, variable: string): string {
  const value: unknown = object('the environment', environment)[variable];
  if (value === undefined) return '';
  if (typeof value === 'string') return value.trim();
  throw refuse(`${variable} must be a text`);
}

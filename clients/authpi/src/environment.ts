import type { AuthPIClientOptions } from './authpi-client.ts';
import { checkFields } from './arguments.ts';
import { ConfigurationError } from './client-errors.ts';

/** Environment variables, as `process.env` has them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads a credential from environment variables: `AUTHPI_KEY_ID` and `AUTHPI_KEY_SECRET`, or `AUTHPI_ACCESS_TOKEN`; also `AUTHPI_ACCOUNT_ID` and
 * `AUTHPI_BASE_URL`, where they are set. The record is given by the caller; nothing is read behind its back.
 *
 * @throws {ConfigurationError} that names the variables and never repeats their values.
 */
export function readEnvironment(environment: Environment): Pick<AuthPIClientOptions, 'apiKey' | 'accessToken' | 'accountId' | 'baseUrl'> {
  const [id, secret, accessToken, accountId, baseUrl] = ['KEY_ID', 'KEY_SECRET', 'ACCESS_TOKEN', 'ACCOUNT_ID', 'BASE_URL'].map(
    (name) => valueOf(environment, `AUTHPI_${name}`) || undefined,
  );
  if ((id === undefined) !== (secret === undefined)) throw new ConfigurationError('set both AUTHPI_KEY_ID and AUTHPI_KEY_SECRET');
  if ((id === undefined) === (accessToken === undefined))
    throw new ConfigurationError('set AUTHPI_KEY_ID and AUTHPI_KEY_SECRET, or AUTHPI_ACCESS_TOKEN, and not both');
  return {
    ...(id === undefined || secret === undefined ? {} : { apiKey: { id, secret } }),
    ...(accessToken === undefined ? {} : { accessToken }),
    ...(accountId === undefined ? {} : { accountId }),
    ...(baseUrl === undefined ? {} : { baseUrl }),
  };
}

function valueOf(environment: Environment, variable: string): string | undefined {
  const value: unknown = checkFields('the environment', environment)[variable];
  if (value === undefined || typeof value === 'string') return value?.trim();
  throw new ConfigurationError(`${variable} must be a text`);
}

import { ConfigurationError } from '@keyrack/http';
import type { CallOptions } from '@keyrack/http';

/** The options of a call that gives the server's JSON untouched. Secrets in it are plain texts then. */
export interface RawCallOptions extends CallOptions {
  readonly raw: true;
}

/** What every call that gives something back takes. */
export interface ReadCallOptions extends CallOptions {
  /**
   * `true` gives the JSON as received, with its secrets as plain texts.
   * @default false
   */
  readonly raw?: boolean;
}

/** A compressed body that is none kills the whole server process, so nobody may announce one. @throws {ConfigurationError} */
export function refuseContentEncoding(headers: Readonly<Record<string, unknown>> | undefined): void {
  if (Object.keys(headers ?? {}).some((name) => name.toLowerCase() === 'content-encoding')) {
    throw new ConfigurationError('outline', 'the header content-encoding is never sent: it can kill the server');
  }
}

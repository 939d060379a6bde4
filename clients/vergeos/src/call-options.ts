import type { CallOptions } from '@keyrack/http';

/** The options of a call that gives the system's JSON untouched. Secrets in it are plain texts then. */
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

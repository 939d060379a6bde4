import { JsonReader } from '@keyrack/http';
import type { RawCallOptions, ReadCallOptions } from '../call-options.ts';
import type { Caller } from '../caller.ts';

/** What a system says about itself. Null where it does not. */
export interface SystemInfo {
  readonly version: string | null;
  readonly osVersion: string | null;
  /** The name that its administrators gave it; it need not be unique, and they may change it. */
  readonly cloudName: string | null;
}

const fields = '$key,yb_version,os_version,cloud_name';

/** The system itself. */
export class SystemResource {
  readonly #caller: Caller;

  constructor(caller: Caller) {
    this.#caller = caller;
  }

  /**
   * Reads name and version: the simplest call that needs a login.
   *
   * Source: `GET /api/v4/system`
   * @throws {AuthenticationError} when the login is not taken.
   * @throws {HttpError}
   */
  get(options: RawCallOptions): Promise<unknown>;
  get(options?: ReadCallOptions): Promise<SystemInfo>;
  get(options?: ReadCallOptions): Promise<unknown> {
    return this.#caller.read({ method: 'GET', route: '/api/v4/system', query: { fields }, decode: decodeSystem }, options);
  }
}

/** An object, or a list of one. */
function decodeSystem(body: unknown): SystemInfo {
  const reader = JsonReader.of(Array.isArray(body) ? body[0] : body);
  return {
    version: reader.text('yb_version') ?? null,
    osVersion: reader.text('os_version') ?? null,
    cloudName: reader.text('cloud_name') ?? null,
  };
}

import type { CallOptions } from '@keyrack/http';
import { checkSegment } from './arguments.ts';
import type { CallerIdentity } from './types/caller-identity.ts';
import { ConfigurationError } from './client-errors.ts';
import { isFields } from './reading.ts';
import { untilAborted } from './until-aborted.ts';

/** Which account the calls of a client are about: the one that was given, or the only one that the credential has access to. */
export class Account {
  readonly #whoami: () => Promise<CallerIdentity>;
  #id: Promise<string> | undefined;

  /** @throws {ConfigurationError} for an id that cannot be a part of an address. */
  constructor(given: string | undefined, whoami: () => Promise<CallerIdentity>) {
    this.#whoami = whoami;
    if (given !== undefined) this.#id = Promise.resolve(checkSegment('accountId', given));
  }

  /**
   * Asks the service at the first call, once for all that ask meanwhile; a failure is not kept.
   *
   * @throws {ConfigurationError} when the credential has access to no account, or to several.
   */
  async id({ signal }: CallOptions): Promise<string> {
    this.#id ??= this.#resolve();
    return untilAborted(this.#id, signal);
  }

  async #resolve(): Promise<string> {
    try {
      return onlyAccount(await this.#whoami());
    } catch (error) {
      this.#id = undefined;
      throw error;
    }
  }
}

function onlyAccount({ accounts }: CallerIdentity): string {
  const listed: readonly unknown[] = Array.isArray(accounts) ? accounts : [];
  const ids = listed.flatMap((account) => {
    const id = isFields(account) ? account['account_id'] : undefined;
    return typeof id === 'string' ? [id] : [];
  });
  const [id, ...others] = new Set(ids);
  if (id === undefined) throw new ConfigurationError('the credential has access to no account; use one that belongs to an account');
  if (others.length > 0)
    throw new ConfigurationError(`the credential has access to several accounts; give one as accountId: ${ids.join(', ')}`);
  return checkSegment('the id of the account', id);
}

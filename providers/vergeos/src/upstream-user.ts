import { InvalidInputError } from '@keyrack/contracts';
import type { CallOptions, JsonObject } from '@keyrack/contracts';
import type { UserSelector, VergeOSClient } from '@keyrack/vergeos';
import { saysAbsent, toLifecycleError } from './errors.ts';

const option = 'upstream-user';

/** Finds the users that keys are made for. Names are looked up once per issue, so that an intent holds a number that never changes its meaning. */
export class UpstreamUsers {
  readonly #client: VergeOSClient;
  readonly #ownName: string | null;

  /** @param ownName - whose keys are made when nobody else is named; null: somebody must be. */
  constructor(client: VergeOSClient, ownName: string | null) {
    this.#client = client;
    this.#ownName = ownName;
  }

  /**
   * The `$key` of the user that a new key shall belong to.
   *
   * @throws {InvalidInputError} for options that there are not, and for a user that is not there.
   */
  async choose(providerOptions: JsonObject, options?: CallOptions): Promise<number> {
    const wanted = wantedUser(providerOptions, this.#ownName);
    const found =
      (await this.#find({ name: wanted }, options)) ?? (/^[1-9]\d{0,15}$/.test(wanted) ? await this.#find(Number(wanted), options) : null);
    if (found !== null) return found;
    throw new InvalidInputError(`VergeOS has no user "${wanted}"`, {
      advice: 'Name a user as the system writes it, in lower case, or give its $key.',
      details: { field: option },
    });
  }

  async #find(user: UserSelector, options?: CallOptions): Promise<number | null> {
    try {
      return (await this.#client.users.get(user, options)).key;
    } catch (error) {
      if (saysAbsent(error)) return null;
      throw toLifecycleError('look up the user', error);
    }
  }
}

/** Checked before anything is sent. */
function wantedUser(providerOptions: JsonObject, ownName: string | null): string {
  const unknown = Object.keys(providerOptions).find((name) => name !== option);
  if (unknown !== undefined) throw new InvalidInputError(`VergeOS keys have no option "${unknown}"`, { details: { field: unknown } });
  const given = providerOptions[option];
  const wanted = typeof given === 'number' ? String(given) : given;
  if (wanted === undefined) {
    if (ownName !== null) return ownName;
    const advice = 'Say whose with --upstream-user, or add the field "username" to the connection.';
    throw new InvalidInputError('VergeOS: a key belongs to a user, and an API key does not tell whose it is', {
      advice,
      details: { field: option },
    });
  }
  if (typeof wanted === 'string' && wanted !== '') return wanted;
  throw new InvalidInputError('VergeOS: the user of a key is a name or a $key', { details: { field: option } });
}

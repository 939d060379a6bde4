// Written by tools/authpi-client from the contract of the API; change that, and run it again.
import type { ChangeOptions, DeleteOptions, Raw, ReadOptions } from '../call-options.ts';
import type { Caller } from '../caller.ts';
import type { Item } from '../item.ts';
import type { UpdateUserInput, User } from '../types/user.ts';
import { UserSessionsResource } from '../resources/user-sessions-resource.ts';
import { UserTokensResource } from '../resources/user-tokens-resource.ts';
import { TrustedDevicesResource } from '../resources/trusted-devices-resource.ts';
import { UserVerifiersResource } from '../resources/user-verifiers-resource.ts';

const route = '/v1/accounts/{account_id}/issuers/{issuer_id}/users/{user_id}';

/** One user, and everything they have. */
export class UserScope {
  /** The sessions of a user. One of them is read and ended under the issuer: `issuer.sessions`. */
  readonly sessions: UserSessionsResource;
  /** The personal tokens of a user. One of them is read and ended under the account: `authpi.tokens`. */
  readonly tokens: UserTokensResource;
  /** The devices on which a user is not asked for a second factor. */
  readonly trustedDevices: TrustedDevicesResource;
  /** The second factors of a user. */
  readonly verifiers: UserVerifiersResource;
  readonly #caller: Caller;

  /** @param caller - knows the ids of this object and of those around it. */
  constructor(caller: Caller) {
    this.#caller = caller;
    this.sessions = new UserSessionsResource(caller);
    this.tokens = new UserTokensResource(caller);
    this.trustedDevices = new TrustedDevicesResource(caller);
    this.verifiers = new UserVerifiersResource(caller);
  }

  /**
   * Reads the user.
   *
   * Source: `GET /v1/accounts/{account_id}/issuers/{issuer_id}/users/{user_id}`
   * @throws {NotFoundError}
   * @throws {ApiError}
   */
  get(options: ReadOptions & Raw): Promise<unknown>;
  get(options?: ReadOptions): Promise<Item<User>>;
  get(options?: ReadOptions): Promise<unknown> {
    return this.#caller.item({ method: 'GET', route }, options);
  }

  /**
   * Changes the user; what is left out stays.
   *
   * Source: `PATCH /v1/accounts/{account_id}/issuers/{issuer_id}/users/{user_id}`
   * @throws {ValidationError}
   * @throws {NotFoundError}
   * @throws {PreconditionFailedError} when it is not in the state of `ifMatch` any more.
   * @throws {ApiError}
   */
  update(body: UpdateUserInput, options: ChangeOptions & Raw): Promise<unknown>;
  update(body: UpdateUserInput, options?: ChangeOptions): Promise<Item<User>>;
  update(body: UpdateUserInput, options?: ChangeOptions): Promise<unknown> {
    return this.#caller.item({ method: 'PATCH', route, body }, options);
  }

  /**
   * Removes the user.
   *
   * Source: `DELETE /v1/accounts/{account_id}/issuers/{issuer_id}/users/{user_id}`
   * @throws {NotFoundError}
   * @throws {PreconditionFailedError} when it is not in the state of `ifMatch` any more.
   * @throws {ApiError}
   */
  delete(options?: DeleteOptions): Promise<void> {
    return this.#caller.done({ method: 'DELETE', route }, options);
  }
}

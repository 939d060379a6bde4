// Written by tools/authpi-client from the contract of the API; change that, and run it again.
import type { ActionOptions, ChangeOptions, Raw, ReadOptions } from '../call-options.ts';
import type { Caller } from '../caller.ts';
import type { Item } from '../item.ts';
import type { PublicSession } from '../types/session.ts';

const collection = '/v1/accounts/{account_id}/issuers/{issuer_id}/sessions';
const single = `${collection}/{session_id}`;

/** Sessions of users of an issuer, by their id. */
export class IssuerSessionsResource {
  readonly #caller: Caller;

  constructor(caller: Caller) {
    this.#caller = caller;
  }

  /**
   * Reads a session.
   *
   * Source: `GET /v1/accounts/{account_id}/issuers/{issuer_id}/sessions/{session_id}`
   * @throws {NotFoundError}
   * @throws {ApiError}
   */
  get(sessionId: string, options: ReadOptions & Raw): Promise<unknown>;
  get(sessionId: string, options?: ReadOptions): Promise<Item<PublicSession>>;
  get(sessionId: string, options?: ReadOptions): Promise<unknown> {
    return this.#caller.item({ method: 'GET', route: single, parameters: { session_id: sessionId } }, options);
  }

  /**
   * Puts a suspended session back into use.
   *
   * Source: `POST /v1/accounts/{account_id}/issuers/{issuer_id}/sessions/{session_id}/reactivate`
   * @throws {NotFoundError}
   * @throws {PreconditionFailedError} when it is not in the state of `ifMatch` any more.
   * @throws {ApiError}
   */
  reactivate(sessionId: string, options: ChangeOptions & Raw): Promise<unknown>;
  reactivate(sessionId: string, options?: ChangeOptions): Promise<Item<PublicSession>>;
  reactivate(sessionId: string, options?: ChangeOptions): Promise<unknown> {
    return this.#caller.item({ method: 'POST', route: `${single}/reactivate`, parameters: { session_id: sessionId } }, options);
  }

  /**
   * Ends a session for good.
   *
   * Source: `POST /v1/accounts/{account_id}/issuers/{issuer_id}/sessions/{session_id}/revoke`
   * @throws {ValidationError}
   * @throws {NotFoundError}
   * @throws {PreconditionFailedError} when it is not in the state of `ifMatch` any more.
   * @throws {ApiError}
   */
  revoke(sessionId: string, options: ActionOptions & Raw): Promise<unknown>;
  revoke(sessionId: string, options?: ActionOptions): Promise<Item<PublicSession>>;
  revoke(sessionId: string, options?: ActionOptions): Promise<unknown> {
    return this.#caller.item({ method: 'POST', route: `${single}/revoke`, parameters: { session_id: sessionId } }, options);
  }

  /**
   * Takes a session out of use until it is reactivated.
   *
   * Source: `POST /v1/accounts/{account_id}/issuers/{issuer_id}/sessions/{session_id}/suspend`
   * @throws {ValidationError}
   * @throws {NotFoundError}
   * @throws {PreconditionFailedError} when it is not in the state of `ifMatch` any more.
   * @throws {ApiError}
   */
  suspend(sessionId: string, options: ActionOptions & Raw): Promise<unknown>;
  suspend(sessionId: string, options?: ActionOptions): Promise<Item<PublicSession>>;
  suspend(sessionId: string, options?: ActionOptions): Promise<unknown> {
    return this.#caller.item({ method: 'POST', route: `${single}/suspend`, parameters: { session_id: sessionId } }, options);
  }
}

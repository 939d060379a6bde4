// Written by tools/authpi-client from the contract of the API; change that, and run it again.
import type { CallOptions } from '@keyrack/http';
import type { ActionOptions, ChangeOptions, CreateOptions, DeleteOptions, Raw, ReadOptions } from '../call-options.ts';
import type { Caller } from '../caller.ts';
import type { Item } from '../item.ts';
import type { Page } from '../page.ts';
import type { Fields } from '../reading.ts';
import type {
  UserVerifiersCompleteEnrollmentResponse,
  UserVerifiersCreateResponse,
  UserVerifiersRegenerateResponse,
  UserVerifiersVerifyResponse,
  Verifier,
} from '../types/verifier.ts';

const collection = '/v1/accounts/{account_id}/issuers/{issuer_id}/users/{user_id}/verifiers';
const single = `${collection}/{verifier_id}`;

/** The second factors of a user. */
export class UserVerifiersResource {
  readonly #caller: Caller;

  constructor(caller: Caller) {
    this.#caller = caller;
  }

  /**
   * Reads the second factors.
   *
   * Source: `GET /v1/accounts/{account_id}/issuers/{issuer_id}/users/{user_id}/verifiers`
   * @throws {NotFoundError}
   * @throws {ApiError}
   */
  list(options: ReadOptions & Raw): Promise<unknown>;
  list(options?: ReadOptions): Promise<Page<Verifier>>;
  list(options?: ReadOptions): Promise<unknown> {
    return this.#caller.page({ method: 'GET', route: collection }, options);
  }

  /** Every item of {@link list}, one by one. */
  listAll(options?: CallOptions): AsyncGenerator<Verifier, void, undefined> {
    return this.#caller.whole({ method: 'GET', route: collection }, options);
  }

  /**
   * Begins to add a second factor. The type of the answer fits an authenticator app; what others answer is not documented.
   *
   * Source: `POST /v1/accounts/{account_id}/issuers/{issuer_id}/users/{user_id}/verifiers`
   * @throws {ValidationError}
   * @throws {NotFoundError}
   * @throws {ApiError}
   */
  create(body: Fields, options: CreateOptions & Raw): Promise<unknown>;
  create(body: Fields, options?: CreateOptions): Promise<Item<UserVerifiersCreateResponse>>;
  create(body: Fields, options?: CreateOptions): Promise<unknown> {
    return this.#caller.item({ method: 'POST', route: collection, body, secrets: ['secret', 'provisioning_uri'] }, options);
  }

  /**
   * Ends what `create` began. Backup codes are in the answer and never shown again.
   *
   * Source: `POST /v1/accounts/{account_id}/issuers/{issuer_id}/users/{user_id}/verifiers/complete-enrollment`
   * @throws {ValidationError}
   * @throws {NotFoundError}
   * @throws {PreconditionFailedError} when it is not in the state of `ifMatch` any more.
   * @throws {ApiError}
   */
  completeEnrollment(options: ActionOptions & Raw): Promise<unknown>;
  completeEnrollment(options?: ActionOptions): Promise<Item<UserVerifiersCompleteEnrollmentResponse>>;
  completeEnrollment(options?: ActionOptions): Promise<unknown> {
    return this.#caller.item({ method: 'POST', route: `${collection}/complete-enrollment`, secrets: ['backup_codes'] }, options);
  }

  /**
   * Reads a second factor.
   *
   * Source: `GET /v1/accounts/{account_id}/issuers/{issuer_id}/users/{user_id}/verifiers/{verifier_id}`
   * @throws {NotFoundError}
   * @throws {ApiError}
   */
  get(verifierId: string, options: ReadOptions & Raw): Promise<unknown>;
  get(verifierId: string, options?: ReadOptions): Promise<Item<Verifier>>;
  get(verifierId: string, options?: ReadOptions): Promise<unknown> {
    return this.#caller.item({ method: 'GET', route: single, parameters: { verifier_id: verifierId } }, options);
  }

  /**
   * Removes a second factor.
   *
   * Source: `DELETE /v1/accounts/{account_id}/issuers/{issuer_id}/users/{user_id}/verifiers/{verifier_id}`
   * @throws {NotFoundError}
   * @throws {PreconditionFailedError} when it is not in the state of `ifMatch` any more.
   * @throws {ApiError}
   */
  delete(verifierId: string, options?: DeleteOptions): Promise<void> {
    return this.#caller.done({ method: 'DELETE', route: single, parameters: { verifier_id: verifierId } }, options);
  }

  /**
   * Changes a second factor; what is left out stays.
   *
   * Source: `PATCH /v1/accounts/{account_id}/issuers/{issuer_id}/users/{user_id}/verifiers/{verifier_id}`
   * @throws {ValidationError}
   * @throws {NotFoundError}
   * @throws {PreconditionFailedError} when it is not in the state of `ifMatch` any more.
   * @throws {ApiError}
   */
  update(verifierId: string, body: Fields, options: ChangeOptions & Raw): Promise<unknown>;
  update(verifierId: string, body: Fields, options?: ChangeOptions): Promise<Item<Verifier>>;
  update(verifierId: string, body: Fields, options?: ChangeOptions): Promise<unknown> {
    return this.#caller.item({ method: 'PATCH', route: single, parameters: { verifier_id: verifierId }, body }, options);
  }

  /**
   * Makes new backup codes, which are never shown again.
   *
   * Source: `POST /v1/accounts/{account_id}/issuers/{issuer_id}/users/{user_id}/verifiers/{verifier_id}/regenerate`
   * @throws {MissingSecretError} when it took effect and the answer holds no secret.
   * @throws {NotFoundError}
   * @throws {PreconditionFailedError} when it is not in the state of `ifMatch` any more.
   * @throws {ApiError}
   */
  regenerate(verifierId: string, options: ChangeOptions & Raw): Promise<unknown>;
  regenerate(verifierId: string, options?: ChangeOptions): Promise<Item<UserVerifiersRegenerateResponse>>;
  regenerate(verifierId: string, options?: ChangeOptions): Promise<unknown> {
    return this.#caller.item(
      {
        method: 'POST',
        route: `${single}/regenerate`,
        parameters: { verifier_id: verifierId },
        secrets: ['codes'],
        requiredSecret: 'codes',
        secretFor: verifierId,
      },
      options,
    );
  }

  /**
   * Checks what a user has entered.
   *
   * Source: `POST /v1/accounts/{account_id}/issuers/{issuer_id}/users/{user_id}/verifiers/{verifier_id}/verify`
   * @throws {ValidationError}
   * @throws {NotFoundError}
   * @throws {PreconditionFailedError} when it is not in the state of `ifMatch` any more.
   * @throws {ApiError}
   */
  verify(verifierId: string, options: ActionOptions & Raw): Promise<unknown>;
  verify(verifierId: string, options?: ActionOptions): Promise<Item<UserVerifiersVerifyResponse>>;
  verify(verifierId: string, options?: ActionOptions): Promise<unknown> {
    return this.#caller.item({ method: 'POST', route: `${single}/verify`, parameters: { verifier_id: verifierId } }, options);
  }
}

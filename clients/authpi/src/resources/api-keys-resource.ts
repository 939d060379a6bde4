import type { CallOptions } from '@keyrack/http';
import { Secret } from '@keyrack/secret';
import { checkFields, checkIdempotencyKey } from '../arguments.ts';
import type { ActionOptions, ChangeOptions, CreateOptions, DeleteOptions, Raw, ReadOptions } from '../call-options.ts';
import type { Caller } from '../caller.ts';
import { ConfigurationError } from '../client-errors.ts';
import type { Item } from '../item.ts';
import type { Page } from '../page.ts';
import type {
  ApiKey,
  ApiKeyListItem,
  ApiKeysQuery,
  ApiKeysRotateResponse,
  CreateAccountApiKey,
  CreateApiKeyResponse,
  UpdateApiKey,
} from '../types/api-key.ts';

const collection = '/v1/accounts/{account_id}/api-keys';
const single = `${collection}/{key_id}`;

/** A create that can be sent again, from another process too: within 24 hours the service answers with the same key. */
export interface PreparedCreate {
  readonly idempotencyKey: string;
  /** The body, byte for byte. */
  readonly bodyText: Secret;
}

/** The API keys of the account. */
export class ApiKeysResource {
  readonly #caller: Caller;

  constructor(caller: Caller) {
    this.#caller = caller;
  }

  /**
   * Reads one page of the keys, revoked ones included.
   *
   * Source: `GET /v1/accounts/{account_id}/api-keys`
   * @throws {ApiError}
   */
  list(query: ApiKeysQuery | undefined, options: ReadOptions & Raw): Promise<unknown>;
  list(query?: ApiKeysQuery, options?: ReadOptions): Promise<Page<ApiKeyListItem>>;
  list(query: ApiKeysQuery = {}, options?: ReadOptions): Promise<unknown> {
    return this.#caller.page({ method: 'GET', route: collection, query }, options);
  }

  /** Every page of {@link list}, each read when it is asked for. It ends for certain. */
  listPages(query: Omit<ApiKeysQuery, 'cursor'> = {}, options?: CallOptions): AsyncGenerator<Page<ApiKeyListItem>, void, undefined> {
    return this.#caller.pages({ method: 'GET', route: collection, query }, options);
  }

  /** Every key of {@link list}, page by page. It ends for certain. */
  listAll(query: Omit<ApiKeysQuery, 'cursor'> = {}, options?: CallOptions): AsyncGenerator<ApiKeyListItem, void, undefined> {
    return this.#caller.all({ method: 'GET', route: collection, query }, options);
  }

  /**
   * Makes a key. Its secret is in the answer and never shown again.
   *
   * Source: `POST /v1/accounts/{account_id}/api-keys`
   * @throws {MissingSecretError} when the key was made and the answer holds no secret.
   * @throws {ValidationError}
   * @throws {ApiError}
   */
  create(body: CreateAccountApiKey, options: CreateOptions & Raw): Promise<unknown>;
  create(body: CreateAccountApiKey, options?: CreateOptions): Promise<Item<CreateApiKeyResponse>>;
  create(body: CreateAccountApiKey, options?: CreateOptions): Promise<unknown> {
    return this.#caller.item({ method: 'POST', route: collection, body, ...oneTime }, options);
  }

  /**
   * Fixes a create without sending it: write it down, send it with {@link createPrepared}, and send it again after a crash.
   *
   * @throws {ConfigurationError} for a body that JSON cannot hold.
   */
  prepareCreate(body: CreateAccountApiKey, options: Pick<CreateOptions, 'idempotencyKey'> = {}): PreparedCreate {
    return this.#caller.prepare(body, checkFields('the options', options).idempotencyKey);
  }

  /**
   * Sends a prepared create, byte for byte. When the service has acted on it within the last 24 hours the answer is what it
   * was then, `replayed` is true, and the key may have been changed or revoked since.
   *
   * Source: `POST /v1/accounts/{account_id}/api-keys`
   * @throws {MissingSecretError} when the key was made and the answer holds no secret.
   * @throws {ApiError}
   */
  createPrepared(prepared: PreparedCreate, options: ReadOptions & Raw): Promise<unknown>;
  createPrepared(prepared: PreparedCreate, options?: ReadOptions): Promise<Item<CreateApiKeyResponse>>;
  async createPrepared(prepared: PreparedCreate, options: ReadOptions = {}): Promise<unknown> {
    const { idempotencyKey, bodyText } = checkFields('a prepared create', prepared);
    if (!Secret.isSecret(bodyText)) throw new ConfigurationError('bodyText must be the Secret that prepareCreate gave');
    const given = { ...checkFields('the options', options), idempotencyKey: checkIdempotencyKey(idempotencyKey) };
    return this.#caller.item({ method: 'POST', route: collection, bodyText, ...oneTime }, given);
  }

  /**
   * Reads one key.
   *
   * Source: `GET /v1/accounts/{account_id}/api-keys/{key_id}`
   * @throws {NotFoundError}
   * @throws {ApiError}
   */
  get(keyId: string, options: ReadOptions & Raw): Promise<unknown>;
  get(keyId: string, options?: ReadOptions): Promise<Item<ApiKey>>;
  get(keyId: string, options?: ReadOptions): Promise<unknown> {
    return this.#caller.item({ method: 'GET', route: single, parameters: { key_id: keyId } }, options);
  }

  /**
   * Changes a key. Restrictions are given whole: what is left out of them is gone.
   *
   * Source: `PATCH /v1/accounts/{account_id}/api-keys/{key_id}`
   * @throws {NotFoundError}
   * @throws {PreconditionFailedError} when the key is not in the state of `ifMatch` any more.
   * @throws {ApiError}
   */
  update(keyId: string, body: UpdateApiKey, options: ChangeOptions & Raw): Promise<unknown>;
  update(keyId: string, body: UpdateApiKey, options?: ChangeOptions): Promise<Item<ApiKey>>;
  update(keyId: string, body: UpdateApiKey, options?: ChangeOptions): Promise<unknown> {
    return this.#caller.item({ method: 'PATCH', route: single, parameters: { key_id: keyId }, body }, options);
  }

  /**
   * Removes a key, so that nothing is left of it.
   *
   * Source: `DELETE /v1/accounts/{account_id}/api-keys/{key_id}`
   * @throws {NotFoundError}
   * @throws {ApiError}
   */
  delete(keyId: string, options?: DeleteOptions): Promise<void> {
    return this.#caller.done({ method: 'DELETE', route: single, parameters: { key_id: keyId } }, options);
  }

  /**
   * Takes a key out of use until {@link unblock}.
   *
   * Source: `POST /v1/accounts/{account_id}/api-keys/{key_id}/block`
   * @throws {NotFoundError}
   * @throws {ConflictError} when its state does not allow that.
   * @throws {ApiError}
   */
  block(keyId: string, options: ActionOptions & Raw): Promise<unknown>;
  block(keyId: string, options?: ActionOptions): Promise<Item<ApiKey>>;
  block(keyId: string, options?: ActionOptions): Promise<unknown> {
    return this.#caller.item({ method: 'POST', route: `${single}/block`, parameters: { key_id: keyId } }, options);
  }

  /**
   * Puts a blocked key back into use.
   *
   * Source: `POST /v1/accounts/{account_id}/api-keys/{key_id}/unblock`
   * @throws {NotFoundError}
   * @throws {ConflictError} when it is not blocked.
   * @throws {ApiError}
   */
  unblock(keyId: string, options: ChangeOptions & Raw): Promise<unknown>;
  unblock(keyId: string, options?: ChangeOptions): Promise<Item<ApiKey>>;
  unblock(keyId: string, options?: ChangeOptions): Promise<unknown> {
    return this.#caller.item({ method: 'POST', route: `${single}/unblock`, parameters: { key_id: keyId } }, options);
  }

  /**
   * Ends a key for good. It stays in the list, with the status `revoked`.
   *
   * Source: `POST /v1/accounts/{account_id}/api-keys/{key_id}/revoke`
   * @throws {NotFoundError}
   * @throws {ApiError}
   */
  revoke(keyId: string, options: ActionOptions & Raw): Promise<unknown>;
  revoke(keyId: string, options?: ActionOptions): Promise<Item<ApiKey>>;
  revoke(keyId: string, options?: ActionOptions): Promise<unknown> {
    return this.#caller.item({ method: 'POST', route: `${single}/revoke`, parameters: { key_id: keyId } }, options);
  }

  /**
   * Gives a key a new secret. The old one is taken for 15 more minutes; the answer holds the new one and nothing else.
   *
   * Source: `POST /v1/accounts/{account_id}/api-keys/{key_id}/rotate`
   * @throws {MissingSecretError} when the secret was replaced and the answer holds none.
   * @throws {NotFoundError}
   * @throws {ApiError}
   */
  rotate(keyId: string, options: ActionOptions & Raw): Promise<unknown>;
  rotate(keyId: string, options?: ActionOptions): Promise<Item<ApiKeysRotateResponse>>;
  rotate(keyId: string, options?: ActionOptions): Promise<unknown> {
    const call = { method: 'POST', route: `${single}/rotate`, parameters: { key_id: keyId }, ...oneTime, secretFor: keyId } as const;
    return this.#caller.item(call, options);
  }
}

const oneTime = { secrets: ['secret_plain'], requiredSecret: 'secret_plain' } as const;

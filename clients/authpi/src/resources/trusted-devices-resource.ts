// Written by tools/authpi-client from the contract of the API; change that, and run it again.
import type { CallOptions } from '@keyrack/http';
import type { ChangeOptions, CreateOptions, DeleteOptions, Raw, ReadOptions } from '../call-options.ts';
import type { Caller } from '../caller.ts';
import type { Item } from '../item.ts';
import type { Page } from '../page.ts';
import type {
  CreateTrustedDeviceInput,
  TrustedDevice,
  UserTrustedDevicesCreateResponse,
  UserTrustedDevicesRevokeAllResponse,
} from '../types/trusted-device.ts';

const collection = '/v1/accounts/{account_id}/issuers/{issuer_id}/users/{user_id}/trusted-devices';
const single = `${collection}/{device_id}`;

/** The devices on which a user is not asked for a second factor. */
export class TrustedDevicesResource {
  readonly #caller: Caller;

  constructor(caller: Caller) {
    this.#caller = caller;
  }

  /**
   * Reads the devices.
   *
   * Source: `GET /v1/accounts/{account_id}/issuers/{issuer_id}/users/{user_id}/trusted-devices`
   * @throws {NotFoundError}
   * @throws {ApiError}
   */
  list(options: ReadOptions & Raw): Promise<unknown>;
  list(options?: ReadOptions): Promise<Page<TrustedDevice>>;
  list(options?: ReadOptions): Promise<unknown> {
    return this.#caller.page({ method: 'GET', route: collection }, options);
  }

  /** Every item of {@link list}, one by one. */
  listAll(options?: CallOptions): AsyncGenerator<TrustedDevice, void, undefined> {
    return this.#caller.whole({ method: 'GET', route: collection }, options);
  }

  /**
   * Trusts a device.
   *
   * Source: `POST /v1/accounts/{account_id}/issuers/{issuer_id}/users/{user_id}/trusted-devices`
   * @throws {ValidationError}
   * @throws {NotFoundError}
   * @throws {ApiError}
   */
  create(body: CreateTrustedDeviceInput, options: CreateOptions & Raw): Promise<unknown>;
  create(body: CreateTrustedDeviceInput, options?: CreateOptions): Promise<Item<UserTrustedDevicesCreateResponse>>;
  create(body: CreateTrustedDeviceInput, options?: CreateOptions): Promise<unknown> {
    return this.#caller.item({ method: 'POST', route: collection, body }, options);
  }

  /**
   * Trusts none of the devices any more.
   *
   * Source: `POST /v1/accounts/{account_id}/issuers/{issuer_id}/users/{user_id}/trusted-devices/revoke-all`
   * @throws {NotFoundError}
   * @throws {PreconditionFailedError} when it is not in the state of `ifMatch` any more.
   * @throws {ApiError}
   */
  revokeAll(options: ChangeOptions & Raw): Promise<unknown>;
  revokeAll(options?: ChangeOptions): Promise<Item<UserTrustedDevicesRevokeAllResponse>>;
  revokeAll(options?: ChangeOptions): Promise<unknown> {
    return this.#caller.item({ method: 'POST', route: `${collection}/revoke-all` }, options);
  }

  /**
   * Trusts a device no more.
   *
   * Source: `DELETE /v1/accounts/{account_id}/issuers/{issuer_id}/users/{user_id}/trusted-devices/{device_id}`
   * @throws {NotFoundError}
   * @throws {PreconditionFailedError} when it is not in the state of `ifMatch` any more.
   * @throws {ApiError}
   */
  delete(deviceId: string, options?: DeleteOptions): Promise<void> {
    return this.#caller.done({ method: 'DELETE', route: single, parameters: { device_id: deviceId } }, options);
  }
}

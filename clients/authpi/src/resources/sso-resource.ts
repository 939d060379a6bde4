// Written by tools/authpi-client from the contract of the API; change that, and run it again.
import type { ChangeOptions, Raw } from '../call-options.ts';
import type { Caller } from '../caller.ts';
import type { Item } from '../item.ts';
import type { Fields } from '../reading.ts';
import type {
  AddSsoDomainInput,
  OrganizationSsoAddDomainResponse,
  OrganizationSsoRotateSecretResponse,
  OrganizationSsoVerifyDomainResponse,
} from '../types/sso.ts';

const collection = '/v1/accounts/{account_id}/issuers/{issuer_id}/organizations/{org_id}/sso';

/** Single sign-on of an organization. */
export class SsoResource {
  readonly #caller: Caller;

  constructor(caller: Caller) {
    this.#caller = caller;
  }

  /**
   * Adds a mail domain, and tells the DNS record that proves whose it is.
   *
   * Source: `POST /v1/accounts/{account_id}/issuers/{issuer_id}/organizations/{org_id}/sso/domains`
   * @throws {ValidationError}
   * @throws {NotFoundError}
   * @throws {PreconditionFailedError} when it is not in the state of `ifMatch` any more.
   * @throws {ApiError}
   */
  addDomain(body: AddSsoDomainInput, options: ChangeOptions & Raw): Promise<unknown>;
  addDomain(body: AddSsoDomainInput, options?: ChangeOptions): Promise<Item<OrganizationSsoAddDomainResponse>>;
  addDomain(body: AddSsoDomainInput, options?: ChangeOptions): Promise<unknown> {
    return this.#caller.item({ method: 'POST', route: `${collection}/domains`, body }, options);
  }

  /**
   * Removes a mail domain. The fields of the answer are not documented.
   *
   * Source: `DELETE /v1/accounts/{account_id}/issuers/{issuer_id}/organizations/{org_id}/sso/domains/{domain}`
   * @throws {NotFoundError}
   * @throws {PreconditionFailedError} when it is not in the state of `ifMatch` any more.
   * @throws {ApiError}
   */
  removeDomain(domain: string, options: ChangeOptions & Raw): Promise<unknown>;
  removeDomain(domain: string, options?: ChangeOptions): Promise<Item<Fields>>;
  removeDomain(domain: string, options?: ChangeOptions): Promise<unknown> {
    return this.#caller.item({ method: 'DELETE', route: `${collection}/domains/{domain}`, parameters: { domain } }, options);
  }

  /**
   * Looks for the DNS record of a mail domain.
   *
   * Source: `POST /v1/accounts/{account_id}/issuers/{issuer_id}/organizations/{org_id}/sso/domains/{domain}/verify`
   * @throws {NotFoundError}
   * @throws {PreconditionFailedError} when it is not in the state of `ifMatch` any more.
   * @throws {ApiError}
   */
  verifyDomain(domain: string, options: ChangeOptions & Raw): Promise<unknown>;
  verifyDomain(domain: string, options?: ChangeOptions): Promise<Item<OrganizationSsoVerifyDomainResponse>>;
  verifyDomain(domain: string, options?: ChangeOptions): Promise<unknown> {
    return this.#caller.item({ method: 'POST', route: `${collection}/domains/{domain}/verify`, parameters: { domain } }, options);
  }

  /**
   * Makes a new secret, which is never shown again.
   *
   * Source: `POST /v1/accounts/{account_id}/issuers/{issuer_id}/organizations/{org_id}/sso/rotate-secret`
   * @throws {MissingSecretError} when it took effect and the answer holds no secret.
   * @throws {NotFoundError}
   * @throws {PreconditionFailedError} when it is not in the state of `ifMatch` any more.
   * @throws {ApiError}
   */
  rotateSecret(options: ChangeOptions & Raw): Promise<unknown>;
  rotateSecret(options?: ChangeOptions): Promise<Item<OrganizationSsoRotateSecretResponse>>;
  rotateSecret(options?: ChangeOptions): Promise<unknown> {
    return this.#caller.item(
      { method: 'POST', route: `${collection}/rotate-secret`, secrets: ['secret'], requiredSecret: 'secret' },
      options,
    );
  }
}

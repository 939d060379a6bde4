// Written by tools/authpi-client from the contract of the API; change that, and run it again.
import type { ChangeOptions, Raw } from '../call-options.ts';
import type { Caller } from '../caller.ts';
import type { Item } from '../item.ts';
import type { Fields } from '../reading.ts';
import type { IntrospectTokenInput } from '../types/token.ts';

const collection = '/v1/accounts/{account_id}/issuers/{issuer_id}/tokens';

/** Tokens that an issuer has given out. */
export class IssuerTokensResource {
  readonly #caller: Caller;

  constructor(caller: Caller) {
    this.#caller = caller;
  }

  /**
   * Tells what a token is good for. The fields of the answer are not documented.
   *
   * Source: `POST /v1/accounts/{account_id}/issuers/{issuer_id}/tokens/introspect`
   * @throws {ValidationError}
   * @throws {NotFoundError}
   * @throws {PreconditionFailedError} when it is not in the state of `ifMatch` any more.
   * @throws {ApiError}
   */
  introspect(body: IntrospectTokenInput, options: ChangeOptions & Raw): Promise<unknown>;
  introspect(body: IntrospectTokenInput, options?: ChangeOptions): Promise<Item<Fields>>;
  introspect(body: IntrospectTokenInput, options?: ChangeOptions): Promise<unknown> {
    return this.#caller.item({ method: 'POST', route: `${collection}/introspect`, body }, options);
  }
}

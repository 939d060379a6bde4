// Written by tools/authpi-client from the contract of the API; change that, and run it again.
import type { CallOptions } from '@keyrack/http';
import type { ChangeOptions, CreateOptions, Raw, ReadOptions } from '../call-options.ts';
import type { Caller } from '../caller.ts';
import type { Item } from '../item.ts';
import type { Page } from '../page.ts';
import type { Fields } from '../reading.ts';
import type { CreateInvitationInput, OrganizationInvitationPublic, UpdateInvitationInput } from '../types/invitation.ts';

const collection = '/v1/accounts/{account_id}/issuers/{issuer_id}/organizations/{org_id}/invitations';
const single = `${collection}/{invitation_id}`;

/** Which invitations a list shows. */
export interface InvitationsQuery {
  /** 1 to 100. @default 50 */
  readonly limit?: number;
  /** `next_cursor` of the page before. */
  readonly cursor?: string;
  readonly status?: string;
}

/** Invitations to an organization. */
export class InvitationsResource {
  readonly #caller: Caller;

  constructor(caller: Caller) {
    this.#caller = caller;
  }

  /**
   * Reads one page of the invitations.
   *
   * Source: `GET /v1/accounts/{account_id}/issuers/{issuer_id}/organizations/{org_id}/invitations`
   * @throws {NotFoundError}
   * @throws {ApiError}
   */
  list(query: InvitationsQuery | undefined, options: ReadOptions & Raw): Promise<unknown>;
  list(query?: InvitationsQuery, options?: ReadOptions): Promise<Page<OrganizationInvitationPublic>>;
  list(query: InvitationsQuery = {}, options?: ReadOptions): Promise<unknown> {
    return this.#caller.page({ method: 'GET', route: collection, query }, options);
  }

  /** Every page of {@link list}, each read when it is asked for. It ends for certain. */
  listPages(
    query: Omit<InvitationsQuery, 'cursor'> = {},
    options?: CallOptions,
  ): AsyncGenerator<Page<OrganizationInvitationPublic>, void, undefined> {
    return this.#caller.pages({ method: 'GET', route: collection, query }, options);
  }

  /** Every item of {@link list}, page by page. It ends for certain. */
  listAll(
    query: Omit<InvitationsQuery, 'cursor'> = {},
    options?: CallOptions,
  ): AsyncGenerator<OrganizationInvitationPublic, void, undefined> {
    return this.#caller.all({ method: 'GET', route: collection, query }, options);
  }

  /**
   * Invites somebody by mail.
   *
   * Source: `POST /v1/accounts/{account_id}/issuers/{issuer_id}/organizations/{org_id}/invitations`
   * @throws {ValidationError}
   * @throws {NotFoundError}
   * @throws {ApiError}
   */
  create(body: CreateInvitationInput, options: CreateOptions & Raw): Promise<unknown>;
  create(body: CreateInvitationInput, options?: CreateOptions): Promise<Item<OrganizationInvitationPublic>>;
  create(body: CreateInvitationInput, options?: CreateOptions): Promise<unknown> {
    return this.#caller.item({ method: 'POST', route: collection, body }, options);
  }

  /**
   * Reads an invitation.
   *
   * Source: `GET /v1/accounts/{account_id}/issuers/{issuer_id}/organizations/{org_id}/invitations/{invitation_id}`
   * @throws {NotFoundError}
   * @throws {ApiError}
   */
  get(invitationId: string, options: ReadOptions & Raw): Promise<unknown>;
  get(invitationId: string, options?: ReadOptions): Promise<Item<OrganizationInvitationPublic>>;
  get(invitationId: string, options?: ReadOptions): Promise<unknown> {
    return this.#caller.item({ method: 'GET', route: single, parameters: { invitation_id: invitationId } }, options);
  }

  /**
   * Changes an invitation; what is left out stays.
   *
   * Source: `PATCH /v1/accounts/{account_id}/issuers/{issuer_id}/organizations/{org_id}/invitations/{invitation_id}`
   * @throws {ValidationError}
   * @throws {NotFoundError}
   * @throws {PreconditionFailedError} when it is not in the state of `ifMatch` any more.
   * @throws {ApiError}
   */
  update(invitationId: string, body: UpdateInvitationInput, options: ChangeOptions & Raw): Promise<unknown>;
  update(invitationId: string, body: UpdateInvitationInput, options?: ChangeOptions): Promise<Item<OrganizationInvitationPublic>>;
  update(invitationId: string, body: UpdateInvitationInput, options?: ChangeOptions): Promise<unknown> {
    return this.#caller.item({ method: 'PATCH', route: single, parameters: { invitation_id: invitationId }, body }, options);
  }

  /**
   * Sends the mail of an invitation again. The fields of the answer are not documented.
   *
   * Source: `POST /v1/accounts/{account_id}/issuers/{issuer_id}/organizations/{org_id}/invitations/{invitation_id}/resend`
   * @throws {NotFoundError}
   * @throws {PreconditionFailedError} when it is not in the state of `ifMatch` any more.
   * @throws {ApiError}
   */
  resend(invitationId: string, options: ChangeOptions & Raw): Promise<unknown>;
  resend(invitationId: string, options?: ChangeOptions): Promise<Item<Fields>>;
  resend(invitationId: string, options?: ChangeOptions): Promise<unknown> {
    return this.#caller.item({ method: 'POST', route: `${single}/resend`, parameters: { invitation_id: invitationId } }, options);
  }

  /**
   * Takes an invitation back. The fields of the answer are not documented.
   *
   * Source: `POST /v1/accounts/{account_id}/issuers/{issuer_id}/organizations/{org_id}/invitations/{invitation_id}/revoke`
   * @throws {NotFoundError}
   * @throws {PreconditionFailedError} when it is not in the state of `ifMatch` any more.
   * @throws {ApiError}
   */
  revoke(invitationId: string, options: ChangeOptions & Raw): Promise<unknown>;
  revoke(invitationId: string, options?: ChangeOptions): Promise<Item<Fields>>;
  revoke(invitationId: string, options?: ChangeOptions): Promise<unknown> {
    return this.#caller.item({ method: 'POST', route: `${single}/revoke`, parameters: { invitation_id: invitationId } }, options);
  }
}

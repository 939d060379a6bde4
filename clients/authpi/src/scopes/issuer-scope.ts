// Written by tools/authpi-client from the contract of the API; change that, and run it again.
import type { ChangeOptions, DeleteOptions, Raw, ReadOptions } from '../call-options.ts';
import type { Caller } from '../caller.ts';
import type { Item } from '../item.ts';
import type { Issuer, UpdateIssuerInput } from '../types/issuer.ts';
import { AgentsResource } from '../resources/agents-resource.ts';
import { ApprovalsResource } from '../resources/approvals-resource.ts';
import { AuthMethodsResource } from '../resources/auth-methods-resource.ts';
import { ClientsResource } from '../resources/clients-resource.ts';
import { OrganizationsResource } from '../resources/organizations-resource.ts';
import { IssuerSessionsResource } from '../resources/issuer-sessions-resource.ts';
import { IssuerTokensResource } from '../resources/issuer-tokens-resource.ts';
import { UsersResource } from '../resources/users-resource.ts';
import { AgentScope } from './agent-scope.ts';
import { OrganizationScope } from './organization-scope.ts';
import { UserScope } from './user-scope.ts';

const route = '/v1/accounts/{account_id}/issuers/{issuer_id}';

/** One issuer, and everything in it. */
export class IssuerScope {
  /** The agents of an issuer. */
  readonly agents: AgentsResource;
  /** Users of an issuer who wait to be let in. */
  readonly approvals: ApprovalsResource;
  /** The ways in which users of an issuer log in. */
  readonly authMethods: AuthMethodsResource;
  /** The OAuth clients of an issuer. */
  readonly clients: ClientsResource;
  /** The organizations of an issuer. */
  readonly organizations: OrganizationsResource;
  /** Sessions of users of an issuer, by their id. */
  readonly sessions: IssuerSessionsResource;
  /** Tokens that an issuer has given out. */
  readonly tokens: IssuerTokensResource;
  /** The users of an issuer. */
  readonly users: UsersResource;
  readonly #caller: Caller;

  /** @param caller - knows the ids of this object and of those around it. */
  constructor(caller: Caller) {
    this.#caller = caller;
    this.agents = new AgentsResource(caller);
    this.approvals = new ApprovalsResource(caller);
    this.authMethods = new AuthMethodsResource(caller);
    this.clients = new ClientsResource(caller);
    this.organizations = new OrganizationsResource(caller);
    this.sessions = new IssuerSessionsResource(caller);
    this.tokens = new IssuerTokensResource(caller);
    this.users = new UsersResource(caller);
  }

  /**
   * Reads the issuer.
   *
   * Source: `GET /v1/accounts/{account_id}/issuers/{issuer_id}`
   * @throws {NotFoundError}
   * @throws {ApiError}
   */
  get(options: ReadOptions & Raw): Promise<unknown>;
  get(options?: ReadOptions): Promise<Item<Issuer>>;
  get(options?: ReadOptions): Promise<unknown> {
    return this.#caller.item({ method: 'GET', route }, options);
  }

  /**
   * Changes the issuer; what is left out stays.
   *
   * Source: `PATCH /v1/accounts/{account_id}/issuers/{issuer_id}`
   * @throws {ValidationError}
   * @throws {NotFoundError}
   * @throws {PreconditionFailedError} when it is not in the state of `ifMatch` any more.
   * @throws {ApiError}
   */
  update(body: UpdateIssuerInput, options: ChangeOptions & Raw): Promise<unknown>;
  update(body: UpdateIssuerInput, options?: ChangeOptions): Promise<Item<Issuer>>;
  update(body: UpdateIssuerInput, options?: ChangeOptions): Promise<unknown> {
    return this.#caller.item({ method: 'PATCH', route, body }, options);
  }

  /**
   * Removes the issuer.
   *
   * Source: `DELETE /v1/accounts/{account_id}/issuers/{issuer_id}`
   * @throws {NotFoundError}
   * @throws {PreconditionFailedError} when it is not in the state of `ifMatch` any more.
   * @throws {ApiError}
   */
  delete(options?: DeleteOptions): Promise<void> {
    return this.#caller.done({ method: 'DELETE', route }, options);
  }

  /** One agent within it. @throws {ConfigurationError} for an id that cannot be a part of an address */
  agent(agentId: string): AgentScope {
    return new AgentScope(this.#caller.within('agent_id', agentId));
  }

  /** One organization within it. @throws {ConfigurationError} for an id that cannot be a part of an address */
  organization(organizationId: string): OrganizationScope {
    return new OrganizationScope(this.#caller.within('org_id', organizationId));
  }

  /** One user within it. @throws {ConfigurationError} for an id that cannot be a part of an address */
  user(userId: string): UserScope {
    return new UserScope(this.#caller.within('user_id', userId));
  }
}

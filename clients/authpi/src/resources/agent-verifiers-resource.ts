// Written by tools/authpi-client from the contract of the API; change that, and run it again.
import type { CallOptions } from '@keyrack/http';
import type { CreateOptions, DeleteOptions, Raw, ReadOptions } from '../call-options.ts';
import type { Caller } from '../caller.ts';
import type { Item } from '../item.ts';
import type { Page } from '../page.ts';
import type { AgentVerifiersCreateResponse, AgentVerifiersListItem, CreateAgentVerifierInput } from '../types/agent.ts';

const collection = '/v1/accounts/{account_id}/issuers/{issuer_id}/agents/{agent_id}/verifiers';
const single = `${collection}/{verifier_id}`;

/** The ways in which an agent proves who it is. */
export class AgentVerifiersResource {
  readonly #caller: Caller;

  constructor(caller: Caller) {
    this.#caller = caller;
  }

  /**
   * Reads the verifiers of the agent.
   *
   * Source: `GET /v1/accounts/{account_id}/issuers/{issuer_id}/agents/{agent_id}/verifiers`
   * @throws {NotFoundError}
   * @throws {ApiError}
   */
  list(options: ReadOptions & Raw): Promise<unknown>;
  list(options?: ReadOptions): Promise<Page<AgentVerifiersListItem>>;
  list(options?: ReadOptions): Promise<unknown> {
    return this.#caller.page({ method: 'GET', route: collection }, options);
  }

  /** Every item of {@link list}, one by one. */
  listAll(options?: CallOptions): AsyncGenerator<AgentVerifiersListItem, void, undefined> {
    return this.#caller.whole({ method: 'GET', route: collection }, options);
  }

  /**
   * Makes a verifier. A secret that the service makes is in the answer and never shown again.
   *
   * Source: `POST /v1/accounts/{account_id}/issuers/{issuer_id}/agents/{agent_id}/verifiers`
   * @throws {ValidationError}
   * @throws {NotFoundError}
   * @throws {ApiError}
   */
  create(body: CreateAgentVerifierInput, options: CreateOptions & Raw): Promise<unknown>;
  create(body: CreateAgentVerifierInput, options?: CreateOptions): Promise<Item<AgentVerifiersCreateResponse>>;
  create(body: CreateAgentVerifierInput, options?: CreateOptions): Promise<unknown> {
    return this.#caller.item({ method: 'POST', route: collection, body, secrets: ['secret'] }, options);
  }

  /**
   * Removes a way to prove who it is.
   *
   * Source: `DELETE /v1/accounts/{account_id}/issuers/{issuer_id}/agents/{agent_id}/verifiers/{verifier_id}`
   * @throws {NotFoundError}
   * @throws {PreconditionFailedError} when it is not in the state of `ifMatch` any more.
   * @throws {ApiError}
   */
  delete(verifierId: string, options?: DeleteOptions): Promise<void> {
    return this.#caller.done({ method: 'DELETE', route: single, parameters: { verifier_id: verifierId } }, options);
  }
}

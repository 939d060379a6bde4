// Written by tools/authpi-client from the contract of the API; change that, and run it again.
import type { ChangeOptions, DeleteOptions, Raw, ReadOptions } from '../call-options.ts';
import type { Caller } from '../caller.ts';
import type { Item } from '../item.ts';
import type { Agent, UpdateAgentInput } from '../types/agent.ts';
import { AgentVerifiersResource } from '../resources/agent-verifiers-resource.ts';

const route = '/v1/accounts/{account_id}/issuers/{issuer_id}/agents/{agent_id}';

/** One agent, and everything it has. */
export class AgentScope {
  /** The ways in which an agent proves who it is. */
  readonly verifiers: AgentVerifiersResource;
  readonly #caller: Caller;

  /** @param caller - knows the ids of this object and of those around it. */
  constructor(caller: Caller) {
    this.#caller = caller;
    this.verifiers = new AgentVerifiersResource(caller);
  }

  /**
   * Reads the agent.
   *
   * Source: `GET /v1/accounts/{account_id}/issuers/{issuer_id}/agents/{agent_id}`
   * @throws {NotFoundError}
   * @throws {ApiError}
   */
  get(options: ReadOptions & Raw): Promise<unknown>;
  get(options?: ReadOptions): Promise<Item<Agent>>;
  get(options?: ReadOptions): Promise<unknown> {
    return this.#caller.item({ method: 'GET', route }, options);
  }

  /**
   * Changes the agent; what is left out stays.
   *
   * Source: `PATCH /v1/accounts/{account_id}/issuers/{issuer_id}/agents/{agent_id}`
   * @throws {ValidationError}
   * @throws {NotFoundError}
   * @throws {PreconditionFailedError} when it is not in the state of `ifMatch` any more.
   * @throws {ApiError}
   */
  update(body: UpdateAgentInput, options: ChangeOptions & Raw): Promise<unknown>;
  update(body: UpdateAgentInput, options?: ChangeOptions): Promise<Item<Agent>>;
  update(body: UpdateAgentInput, options?: ChangeOptions): Promise<unknown> {
    return this.#caller.item({ method: 'PATCH', route, body }, options);
  }

  /**
   * Removes the agent.
   *
   * Source: `DELETE /v1/accounts/{account_id}/issuers/{issuer_id}/agents/{agent_id}`
   * @throws {NotFoundError}
   * @throws {PreconditionFailedError} when it is not in the state of `ifMatch` any more.
   * @throws {ApiError}
   */
  delete(options?: DeleteOptions): Promise<void> {
    return this.#caller.done({ method: 'DELETE', route }, options);
  }
}

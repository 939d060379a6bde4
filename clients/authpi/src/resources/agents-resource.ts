// Written by tools/authpi-client from the contract of the API; change that, and run it again.
import type { CallOptions } from '@keyrack/http';
import type { ChangeOptions, CreateOptions, DeleteOptions, Raw, ReadOptions } from '../call-options.ts';
import type { Caller } from '../caller.ts';
import type { Item } from '../item.ts';
import type { Page } from '../page.ts';
import type { Agent, CreateAgentInput, UpdateAgentInput } from '../types/agent.ts';

const collection = '/v1/accounts/{account_id}/issuers/{issuer_id}/agents';
const single = `${collection}/{agent_id}`;

/** Which agents a list shows. */
export interface AgentsQuery {
  /** 1 to 100. @default 50 */
  readonly limit?: number;
  /** `next_cursor` of the page before. */
  readonly cursor?: string;
  readonly status?: string;
  readonly model?: string;
  readonly provider?: string;
  readonly has_verifiers?: boolean;
}

/** The agents of an issuer. */
export class AgentsResource {
  readonly #caller: Caller;

  constructor(caller: Caller) {
    this.#caller = caller;
  }

  /**
   * Reads one page of the agents.
   *
   * Source: `GET /v1/accounts/{account_id}/issuers/{issuer_id}/agents`
   * @throws {NotFoundError}
   * @throws {ApiError}
   */
  list(query: AgentsQuery | undefined, options: ReadOptions & Raw): Promise<unknown>;
  list(query?: AgentsQuery, options?: ReadOptions): Promise<Page<Agent>>;
  list(query: AgentsQuery = {}, options?: ReadOptions): Promise<unknown> {
    return this.#caller.page({ method: 'GET', route: collection, query }, options);
  }

  /** Every page of {@link list}, each read when it is asked for. It ends for certain. */
  listPages(query: Omit<AgentsQuery, 'cursor'> = {}, options?: CallOptions): AsyncGenerator<Page<Agent>, void, undefined> {
    return this.#caller.pages({ method: 'GET', route: collection, query }, options);
  }

  /** Every item of {@link list}, page by page. It ends for certain. */
  listAll(query: Omit<AgentsQuery, 'cursor'> = {}, options?: CallOptions): AsyncGenerator<Agent, void, undefined> {
    return this.#caller.all({ method: 'GET', route: collection, query }, options);
  }

  /**
   * Makes an agent.
   *
   * Source: `POST /v1/accounts/{account_id}/issuers/{issuer_id}/agents`
   * @throws {ValidationError}
   * @throws {NotFoundError}
   * @throws {ApiError}
   */
  create(body: CreateAgentInput, options: CreateOptions & Raw): Promise<unknown>;
  create(body: CreateAgentInput, options?: CreateOptions): Promise<Item<Agent>>;
  create(body: CreateAgentInput, options?: CreateOptions): Promise<unknown> {
    return this.#caller.item({ method: 'POST', route: collection, body }, options);
  }

  /**
   * Reads an agent.
   *
   * Source: `GET /v1/accounts/{account_id}/issuers/{issuer_id}/agents/{agent_id}`
   * @throws {NotFoundError}
   * @throws {ApiError}
   */
  get(agentId: string, options: ReadOptions & Raw): Promise<unknown>;
  get(agentId: string, options?: ReadOptions): Promise<Item<Agent>>;
  get(agentId: string, options?: ReadOptions): Promise<unknown> {
    return this.#caller.item({ method: 'GET', route: single, parameters: { agent_id: agentId } }, options);
  }

  /**
   * Changes an agent; what is left out stays.
   *
   * Source: `PATCH /v1/accounts/{account_id}/issuers/{issuer_id}/agents/{agent_id}`
   * @throws {ValidationError}
   * @throws {NotFoundError}
   * @throws {PreconditionFailedError} when it is not in the state of `ifMatch` any more.
   * @throws {ApiError}
   */
  update(agentId: string, body: UpdateAgentInput, options: ChangeOptions & Raw): Promise<unknown>;
  update(agentId: string, body: UpdateAgentInput, options?: ChangeOptions): Promise<Item<Agent>>;
  update(agentId: string, body: UpdateAgentInput, options?: ChangeOptions): Promise<unknown> {
    return this.#caller.item({ method: 'PATCH', route: single, parameters: { agent_id: agentId }, body }, options);
  }

  /**
   * Removes an agent.
   *
   * Source: `DELETE /v1/accounts/{account_id}/issuers/{issuer_id}/agents/{agent_id}`
   * @throws {NotFoundError}
   * @throws {PreconditionFailedError} when it is not in the state of `ifMatch` any more.
   * @throws {ApiError}
   */
  delete(agentId: string, options?: DeleteOptions): Promise<void> {
    return this.#caller.done({ method: 'DELETE', route: single, parameters: { agent_id: agentId } }, options);
  }
}

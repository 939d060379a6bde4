import type { Caller, LiteLLMRequest } from '../caller.ts';
import type { RawCallOptions, ReadCallOptions } from '../call-options.ts';
import { decodeDeployments, decodeModel, decodeModels } from './model.ts';
import type { Model, ModelDeployment } from './model.ts';
import { nonEmptyText } from '../values/parameter-checks.ts';

/** Builds the requests about models; {@link ModelsResource} says what each does. */
export class ModelRequests {
  async list(): Promise<LiteLLMRequest<readonly Model[]>> {
    return { method: 'GET', route: '/v1/models', decode: decodeModels };
  }

  /** @throws {ConfigurationError} */
  async get(model: string): Promise<LiteLLMRequest<Model>> {
    nonEmptyText('a model', model);
    return { method: 'GET', route: '/v1/models/{model}', parameters: { model }, decode: (body) => decodeModel(body) };
  }

  async deployments(): Promise<LiteLLMRequest<readonly ModelDeployment[]>> {
    return { method: 'GET', route: '/v1/model/info', decode: decodeDeployments };
  }
}

/** The models behind the proxy. */
export class ModelsResource {
  readonly #caller: Caller;
  readonly #requests: ModelRequests;

  constructor(caller: Caller, requests: ModelRequests) {
    this.#caller = caller;
    this.#requests = requests;
  }

  /**
   * Reads which models the client's own key may call.
   *
   * Source: `GET /v1/models`
   * @throws {HttpError}
   */
  list(options: RawCallOptions): Promise<unknown>;
  list(options?: ReadCallOptions): Promise<readonly Model[]>;
  async list(options?: ReadCallOptions): Promise<unknown> {
    return this.#caller.read(await this.#requests.list(), options);
  }

  /**
   * Reads one model by the name to call it by.
   *
   * Source: `GET /v1/models/{model}`
   * @throws {NotFoundError} when there is no such model, or the key may not call it.
   * @throws {HttpError}
   */
  get(model: string, options: RawCallOptions): Promise<unknown>;
  get(model: string, options?: ReadCallOptions): Promise<Model>;
  async get(model: string, options?: ReadCallOptions): Promise<unknown> {
    return this.#caller.read(await this.#requests.get(model), options);
  }

  /**
   * Reads how the proxy was set up with its models: prices, sizes, where they run.
   *
   * Source: `GET /v1/model/info`
   * @throws {HttpError}
   */
  deployments(options: RawCallOptions): Promise<unknown>;
  deployments(options?: ReadCallOptions): Promise<readonly ModelDeployment[]>;
  async deployments(options?: ReadCallOptions): Promise<unknown> {
    return this.#caller.read(await this.#requests.deployments(), options);
  }
}

import type { Caller } from '../caller.ts';
import type { RawCallOptions, ReadCallOptions } from '../call-options.ts';
import type { CreateProject, ProjectRequests, UpdateProject } from './project-requests.ts';
import type { Project } from './project.ts';

/**
 * The projects of teams. **Only licensed proxies make, change and delete them**; what they answer is read as their schema says, since
 * nobody here has seen it.
 */
export class ProjectsResource {
  readonly #caller: Caller;
  readonly #requests: ProjectRequests;

  constructor(caller: Caller, requests: ProjectRequests) {
    this.#caller = caller;
    this.#requests = requests;
  }

  /**
   * Reads all projects that the caller may see. The proxy knows no pages here.
   *
   * Source: `GET /project/list`
   * @throws {HttpError}
   */
  list(options: RawCallOptions): Promise<unknown>;
  list(options?: ReadCallOptions): Promise<readonly Project[]>;
  async list(options?: ReadCallOptions): Promise<unknown> {
    return this.#caller.read(await this.#requests.list(), options);
  }

  /**
   * Reads a project.
   *
   * Source: `GET /project/info`
   * @throws {NotFoundError}
   * @throws {HttpError}
   */
  info(projectId: string, options: RawCallOptions): Promise<unknown>;
  info(projectId: string, options?: ReadCallOptions): Promise<Project>;
  async info(projectId: string, options?: ReadCallOptions): Promise<unknown> {
    return this.#caller.read(await this.#requests.info(projectId), options);
  }

  /**
   * Makes a project. Never repeated on its own.
   *
   * Source: `POST /project/new`
   * @throws {LicenceRequiredError}
   * @throws {HttpError}
   */
  create(parameters: CreateProject, options: RawCallOptions): Promise<unknown>;
  create(parameters: CreateProject, options?: ReadCallOptions): Promise<Project>;
  async create(parameters: CreateProject, options?: ReadCallOptions): Promise<unknown> {
    return this.#caller.read(await this.#requests.create(parameters), options);
  }

  /**
   * Changes what is given and nothing else.
   *
   * Source: `POST /project/update`
   * @throws {LicenceRequiredError}
   * @throws {NotFoundError}
   * @throws {HttpError}
   */
  update(projectId: string, changes: UpdateProject, options: RawCallOptions): Promise<unknown>;
  update(projectId: string, changes: UpdateProject, options?: ReadCallOptions): Promise<Project>;
  async update(projectId: string, changes: UpdateProject, options?: ReadCallOptions): Promise<unknown> {
    return this.#caller.read(await this.#requests.update(projectId, changes), options);
  }

  /**
   * Deletes projects, and gives them as they were.
   *
   * Source: `DELETE /project/delete`
   * @throws {LicenceRequiredError}
   * @throws {NotFoundError}
   * @throws {HttpError}
   */
  delete(projectIds: readonly string[], options: RawCallOptions): Promise<unknown>;
  delete(projectIds: readonly string[], options?: ReadCallOptions): Promise<readonly Project[]>;
  async delete(projectIds: readonly string[], options?: ReadCallOptions): Promise<unknown> {
    return this.#caller.read(await this.#requests.delete(projectIds), options);
  }
}

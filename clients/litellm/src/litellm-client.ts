import { checkClientOptions, checkObject, ConfigurationError, HttpClient } from '@keyrack/http';
import type { ClientOptions, TlsOptions } from '@keyrack/http';
import { Secret } from '@keyrack/secret';
import { Caller } from './caller.ts';
import { readEnvironment } from './environment.ts';
import type { Environment } from './environment.ts';
import { litellmErrors } from './errors/error-mapping.ts';
import type { LiteLLMRequest } from './caller.ts';
import type { RawCallOptions, ReadCallOptions } from './call-options.ts';
import { ActivityRequests } from './activity/activity-requests.ts';
import { ActivityResource } from './activity/activity-resource.ts';
import { BudgetRequests } from './budgets/budget-requests.ts';
import { BudgetsResource } from './budgets/budgets-resource.ts';
import { KeyRequests } from './keys/key-requests.ts';
import { KeysResource } from './keys/keys-resource.ts';
import { ModelRequests, ModelsResource } from './models/models-resource.ts';
import { OrganizationRequests } from './organizations/organization-requests.ts';
import { OrganizationsResource } from './organizations/organizations-resource.ts';
import { ProjectRequests } from './projects/project-requests.ts';
import { ProjectsResource } from './projects/projects-resource.ts';
import { HealthRequests } from './proxy/health-requests.ts';
import { HealthResource } from './proxy/health-resource.ts';
import { SpendRequests } from './spend/spend-requests.ts';
import { SpendResource } from './spend/spend-resource.ts';
import { TeamCallbackRequests } from './teams/team-callback-requests.ts';
import { TeamCallbacksResource } from './teams/team-callbacks-resource.ts';
import { TeamRequests } from './teams/team-requests.ts';
import { TeamsResource } from './teams/teams-resource.ts';
import { UserRequests } from './users/user-requests.ts';
import { UsersResource } from './users/users-resource.ts';
import { version } from './version.ts';

/** Where the proxy is, and how to talk to it. */
export interface LiteLLMClientOptions extends ClientOptions {
  /** Such as `https://llm.example.com`, with the path under which the proxy runs, if there is one. */
  readonly baseUrl: string;
  /** The master key or a virtual key. @default none, which is enough to ask whether the proxy is ready */
  readonly apiKey?: string | Secret;
  /** How the server is recognised. @default by the roots of the system */
  readonly tls?: TlsOptions;
}

/** The calls as requests that are built and not sent. */
export interface Requests {
  readonly keys: KeyRequests;
  readonly users: UserRequests;
  readonly teams: TeamRequests;
  readonly teamCallbacks: TeamCallbackRequests;
  readonly projects: ProjectRequests;
  readonly organizations: OrganizationRequests;
  readonly budgets: BudgetRequests;
  readonly models: ModelRequests;
  readonly spend: SpendRequests;
  readonly activity: ActivityRequests;
  readonly health: HealthRequests;
}

/**
 * A client of one LiteLLM proxy's key management. Printed, it shows its name, the origin, and whether it is open.
 *
 * @example
 * await using litellm = new LiteLLMClient({ baseUrl: 'https://llm.example.com', apiKey });
 * const { key, token } = await litellm.keys.generate({ key_alias: 'alice', max_budget: 20, budget_duration: '30d' });
 * console.log(key.reveal());
 */
export class LiteLLMClient {
  readonly keys: KeysResource;
  readonly users: UsersResource;
  readonly teams: TeamsResource;
  readonly teamCallbacks: TeamCallbacksResource;
  readonly projects: ProjectsResource;
  readonly organizations: OrganizationsResource;
  readonly budgets: BudgetsResource;
  readonly models: ModelsResource;
  readonly spend: SpendResource;
  readonly activity: ActivityResource;
  readonly health: HealthResource;
  /**
   * Builds a request instead of sending it; it can be looked at and changed, and goes out with {@link send}.
   *
   * @example
   * const request = await litellm.prepare.keys.generate({ key_alias: 'alice' });
   * const { key } = await litellm.send({ ...request, body: { ...request.body, some_newer_field: true } });
   */
  readonly prepare: Requests = {
    keys: new KeyRequests(),
    users: new UserRequests(),
    teams: new TeamRequests(),
    teamCallbacks: new TeamCallbackRequests(),
    projects: new ProjectRequests(),
    organizations: new OrganizationRequests(),
    budgets: new BudgetRequests(),
    models: new ModelRequests(),
    spend: new SpendRequests(),
    activity: new ActivityRequests(),
    health: new HealthRequests(),
  };
  readonly #http: HttpClient;
  readonly #caller: Caller;

  /** @throws {ConfigurationError} when an option is wrong; the message never repeats the key. */
  constructor(options: LiteLLMClientOptions) {
    checkClientOptions(options, { system: 'litellm', own: ['baseUrl', 'apiKey', 'tls'] });
    const { apiKey, ...clientOptions } = options;
    this.#http = new HttpClient({
      ...clientOptions,
      system: 'litellm',
      version,
      ...(apiKey === undefined ? {} : { authentication: { kind: 'bearer', token: readApiKey(apiKey) } }),
      errors: litellmErrors,
    });
    this.#caller = new Caller(this.#http);
    this.keys = new KeysResource(this.#caller, this.prepare.keys);
    this.users = new UsersResource(this.#caller, this.prepare.users);
    this.teams = new TeamsResource(this.#caller, this.prepare.teams);
    this.teamCallbacks = new TeamCallbacksResource(this.#caller, this.prepare.teamCallbacks);
    this.projects = new ProjectsResource(this.#caller, this.prepare.projects);
    this.organizations = new OrganizationsResource(this.#caller, this.prepare.organizations);
    this.budgets = new BudgetsResource(this.#caller, this.prepare.budgets);
    this.models = new ModelsResource(this.#caller, this.prepare.models);
    this.spend = new SpendResource(this.#caller, this.prepare.spend);
    this.activity = new ActivityResource(this.#caller, this.prepare.activity);
    this.health = new HealthResource(this.#caller, this.prepare.health);
  }

  /**
   * Makes a client from the environment variables that LiteLLM's own command line knows: `LITELLM_PROXY_URL`, and
   * `LITELLM_PROXY_API_KEY` where there is one. Pass `process.env`.
   *
   * @throws {ConfigurationError} that names the variable, never its value.
   */
  static fromEnvironment(environment: Environment, options: Omit<LiteLLMClientOptions, 'baseUrl' | 'apiKey'> = {}): LiteLLMClient {
    return new LiteLLMClient({ ...checkObject('litellm', 'the options of a client', options), ...readEnvironment(environment) });
  }

  /**
   * Sends a prepared request as it is now.
   *
   * @throws {HttpError}
   */
  send(request: LiteLLMRequest<unknown>, options: RawCallOptions): Promise<unknown>;
  send<Result>(request: LiteLLMRequest<Result>, options?: ReadCallOptions): Promise<Result>;
  send<Result>(request: LiteLLMRequest<Result>, options?: ReadCallOptions): Promise<Result> {
    return this.#caller.read(request, options);
  }

  /** The time as this client sees it: epoch milliseconds. */
  nowMs(): number {
    return this.#http.nowMs();
  }

  /** Scheme, host and port. */
  get origin(): string {
    return this.#http.origin;
  }

  /** Refuses further calls, lets those under way finish, and closes the connections. */
  close(): Promise<void> {
    return this.#http.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  toString(): string {
    return this.#http.describe('LiteLLMClient');
  }

  toJSON(): string {
    return this.toString();
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString();
  }
}

function readApiKey(apiKey: unknown): Secret {
  const text = Secret.isSecret(apiKey) ? apiKey.reveal() : apiKey;
  if (typeof text === 'string' && text.trim() !== '') return new Secret(text.trim());
  throw new ConfigurationError('litellm', 'apiKey must be a text or a Secret, and not empty; leave it out to ask only what needs no key');
}

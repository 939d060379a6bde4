import { HttpClient } from '@keyrack/http';
import type { ClientOptions } from '@keyrack/http';
import { readAddress } from './address.ts';
import type { AddressOptions } from './address.ts';
import { Caller } from './caller.ts';
import { platformClock } from './clock.ts';
import { vergeosErrors } from './error-mapping.ts';
import { readLogin } from './login.ts';
import type { LoginOptions } from './login.ts';
import { RequestBudget } from './request-budget.ts';
import { ApiKeysResource } from './resources/api-keys-resource.ts';
import { GroupsResource } from './resources/groups-resource.ts';
import { MembersResource } from './resources/members-resource.ts';
import { PermissionsResource } from './resources/permissions-resource.ts';
import { SessionsResource } from './resources/sessions-resource.ts';
import { SystemResource } from './resources/system-resource.ts';
import { TableResource } from './resources/table-resource.ts';
import type { AnyRow } from './resources/table-resource.ts';
import { UsersResource } from './resources/users-resource.ts';
import { version } from './version.ts';

/** Where the system is, who is calling, and how to talk to it. VergeOS speaks https only. */
export interface VergeOSClientOptions extends AddressOptions, LoginOptions, Omit<ClientOptions, 'allowPlainHttp'> {
  /**
   * SHA-256 of the system's certificate: 64 hex digits in either case, with or without colons. Many systems sign their own
   * certificate, and this is the simplest way to recognise one.
   */
  readonly certSha256?: string;
  /** Certificates in PEM that are trusted instead of the platform's roots; not together with `certSha256`. */
  readonly ca?: string;
  /**
   * The most requests that this client sends within any hour, repetitions included; the next one waits, or fails with a
   * {@link RequestBudgetError} when its turn is further off than `totalTimeoutMs`. `Infinity`: no limit of ours.
   * @default 1_000 with an API key, which is what the system documents for one; else Infinity
   */
  readonly requestsPerHour?: number;
}

const documentedRequestsPerHour = 1_000;
const defaultTotalTimeoutMs = 120_000;

/**
 * A client of one VergeOS system. Printed, it shows its name, the origin, and whether it is open.
 *
 * @example
 * await using vergeos = new VergeOSClient({ host: 'vergeos.example', apiKey, certSha256 });
 * const created = await vergeos.apiKeys.create({ user: 'ci', name: 'deploy', expiresIn: '90d' });
 * console.log(created.key, created.secret.reveal());
 */
export class VergeOSClient {
  readonly apiKeys: ApiKeysResource;
  readonly users: UsersResource;
  readonly groups: GroupsResource;
  readonly members: MembersResource;
  readonly permissions: PermissionsResource;
  readonly sessions: SessionsResource;
  readonly system: SystemResource;
  readonly #http: HttpClient;
  readonly #budget: RequestBudget;
  readonly #caller: Caller;

  /** @throws {ConfigurationError} when an option is wrong; the message repeats nothing of a credential. */
  constructor(options: VergeOSClientOptions) {
    const { host, baseUrl, apiKey, username, password, sessionToken, certSha256, ca, requestsPerHour, hooks, ...connectionOptions } =
      options;
    const clock = connectionOptions.clock ?? platformClock;
    this.#budget = new RequestBudget({
      requestsPerHour: requestsPerHour ?? (apiKey === undefined ? Infinity : documentedRequestsPerHour),
      clock,
    });
    const watched = this.#budget.watch(hooks);
    this.#http = new HttpClient({
      ...connectionOptions,
      system: 'vergeos',
      version,
      baseUrl: readAddress({ host, baseUrl }),
      authentication: readLogin({ apiKey, username, password, sessionToken }),
      tls: { ...(certSha256 === undefined ? {} : { certSha256 }), ...(ca === undefined ? {} : { ca }) },
      errors: vergeosErrors,
      ...(watched === undefined ? {} : { hooks: watched }),
    });
    const totalTimeoutMs = connectionOptions.totalTimeoutMs ?? defaultTotalTimeoutMs;
    const caller = new Caller({ http: this.#http, budget: this.#budget, totalTimeoutMs });
    this.#caller = caller;
    this.users = new UsersResource(caller);
    this.groups = new GroupsResource(caller);
    this.members = new MembersResource(caller);
    this.permissions = new PermissionsResource(caller);
    this.apiKeys = new ApiKeysResource(caller, { users: this.users, nowMs: () => clock.nowMs() });
    this.sessions = new SessionsResource(caller);
    this.system = new SystemResource(caller);
  }

  /**
   * Any table of the system, for what this client has no class for.
   *
   * @param name - as it stands in the address: `vms`, `vnets`, `vm_actions`.
   * @throws {ConfigurationError} for a name that would lead to another address.
   * @example
   * const running = await vergeos.table('vms').list({ fields: ['name', 'machine#status#status as status'], filter: { is_snapshot: false } });
   */
  table<Row = AnyRow>(name: string): TableResource<Row> {
    return new TableResource<Row>(this.#caller, name);
  }

  /** Scheme, host and port. */
  get origin(): string {
    return this.#http.origin;
  }

  /** Refuses further calls, lets those under way finish, and closes the connections. */
  close(): Promise<void> {
    this.#budget.close();
    return this.#http.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  toString(): string {
    return this.#http.describe('VergeOSClient');
  }

  toJSON(): string {
    return this.toString();
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString();
  }
}

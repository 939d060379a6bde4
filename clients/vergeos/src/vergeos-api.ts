import type { Caller } from './caller.ts';
import { ApiKeysResource } from './resources/api-keys-resource.ts';
import { GroupsResource } from './resources/groups-resource.ts';
import { MembersResource } from './resources/members-resource.ts';
import { PermissionsResource } from './resources/permissions-resource.ts';
import { SessionsResource } from './resources/sessions-resource.ts';
import { SystemResource } from './resources/system-resource.ts';
import { TableResource } from './resources/table-resource.ts';
import type { AnyRow } from './resources/table-resource.ts';
import { UsersResource } from './resources/users-resource.ts';

/** What the resources need beside their calls. */
export interface VergeOSApiOptions {
  readonly nowMs: () => number;
  /** Answers what has to be known before a call can be made. @default this one */
  readonly asked?: VergeOSApi;
}

/** Every resource of the API, as a client has it. */
export class VergeOSApi {
  /** The API keys of users. */
  readonly apiKeys: ApiKeysResource;
  /** The users of the system. */
  readonly users: UsersResource;
  /** The groups of the system. */
  readonly groups: GroupsResource;
  /** Who is in which group. */
  readonly members: MembersResource;
  /** Who may do what. */
  readonly permissions: PermissionsResource;
  /** Tokens that stand for a password. */
  readonly sessions: SessionsResource;
  /** The system itself. */
  readonly system: SystemResource;
  readonly #caller: Caller;

  /** @param caller - sends the calls, or hands them out. */
  constructor(caller: Caller, { nowMs, asked = this }: VergeOSApiOptions) {
    this.#caller = caller;
    this.users = new UsersResource(caller);
    this.groups = new GroupsResource(caller);
    this.members = new MembersResource(caller);
    this.permissions = new PermissionsResource(caller);
    this.sessions = new SessionsResource(caller);
    this.system = new SystemResource(caller);
    const { users } = asked;
    this.apiKeys = new ApiKeysResource(caller, { nowMs, users, remove: (key, options) => asked.apiKeys.delete(key, options) });
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
}

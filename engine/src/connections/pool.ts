import type {
  CallOptions,
  Connection,
  ConnectionDraft,
  ConnectionReport,
  Provider,
  ProviderEnvironment,
  ProviderKind,
} from '@keyrack/contracts';
import { ConnectionNotFoundError, InvalidInputError } from '@keyrack/contracts';
import type { Secret } from '@keyrack/secret';
import type { EngineContext } from '../support/context.ts';
import { callOptions } from '../support/call-options.ts';
import { identityChanged } from './identity.ts';

/** An open connection. */
export interface OpenConnection {
  readonly connection: Connection;
  readonly kind: ProviderKind;
  readonly provider: Provider;
  /** Asks the system who it is. @throws {SystemIdentityChangedError} */
  readonly confirmIdentity: (options?: CallOptions) => Promise<ConnectionReport>;
  /** Like {@link OpenConnection.confirmIdentity}, but a system that was recognised once is not asked again: for calls that take nothing away. */
  readonly confirmIdentityOnce: (options?: CallOptions) => Promise<void>;
}

/** Keeps one provider open per connection for as long as the engine lives. */
export class ConnectionPool {
  readonly #context: EngineContext;
  readonly #open = new Map<string, Promise<OpenConnection>>();
  readonly #sent = new Map<string, number>();

  constructor(context: EngineContext) {
    this.#context = context;
  }

  /** The kind of system that people call by this name. @throws {InvalidInputError} */
  async kind(name: string): Promise<ProviderKind> {
    const kinds = await this.#context.providerKinds();
    const found = kinds.find(({ kind }) => kind === name);
    if (found) return found;
    const candidates = kinds.map(({ kind }) => kind);
    throw new InvalidInputError(`There is no provider "${name}"`, {
      advice: `Known providers: ${candidates.join(', ')}.`,
      details: { candidates },
    });
  }

  /** Opens a provider that is not kept, for a description that is not stored yet. */
  connect(
    kind: ProviderKind,
    draft: ConnectionDraft,
    watched: Pick<ProviderEnvironment, 'onRequest' | 'maxRequestsPerHour'> = {},
  ): Provider {
    const { rackId, clock, random, logger } = this.#context;
    return kind.connect(draft, { rackId, clock, random, ...(logger && { logger }), ...watched });
  }

  /** How many requests were sent on a connection since this was asked last. */
  takeSent(connectionId: string): number {
    const sent = this.#sent.get(connectionId) ?? 0;
    this.#sent.delete(connectionId);
    return sent;
  }

  /** The open connection of this id. */
  async open(connectionId: string): Promise<OpenConnection> {
    const opening = this.#open.get(connectionId) ?? this.#openAnew(connectionId);
    this.#open.set(connectionId, opening);
    // A failed opening is not remembered: a missing variable may be there the next time.
    opening.catch(() => this.#open.delete(connectionId));
    return opening;
  }

  /** Closes a connection, so that its next use reads the settings again. */
  async forget(connectionId: string): Promise<void> {
    const opening = this.#open.get(connectionId);
    this.#open.delete(connectionId);
    await opening?.then(({ provider }) => provider.close()).catch(() => undefined);
  }

  /** Closes what was updated since it was opened, by another process perhaps, or removed. */
  async forgetOutdated(current: readonly Connection[]): Promise<void> {
    const updatedAtMs = new Map(current.map((connection) => [connection.id, connection.updatedAtMs]));
    for (const [id, opening] of this.#open) {
      const known = await opening.catch(() => null);
      if (known?.connection.updatedAtMs !== updatedAtMs.get(id)) await this.forget(id);
    }
  }

  async close(): Promise<void> {
    await Promise.all([...this.#open.keys()].map((id) => this.forget(id)));
  }

  async #openAnew(connectionId: string): Promise<OpenConnection> {
    const connection = await this.#context.store.read((session) => session.connections.get(connectionId));
    if (!connection) throw new ConnectionNotFoundError(`Connection ${connectionId} does not exist any more`);
    const kind = await this.kind(connection.provider);
    const { maxRequestsPerHour } = connection.workLimits;
    const draft = { settings: connection.settings, credential: await this.credential(connection) };
    const provider = this.connect(kind, draft, {
      onRequest: () => void this.#sent.set(connectionId, (this.#sent.get(connectionId) ?? 0) + 1),
      ...(maxRequestsPerHour !== undefined && { maxRequestsPerHour }),
    });
    let recognised = false;
    const confirmIdentity = async (options?: CallOptions): Promise<ConnectionReport> => {
      const report = await provider.checkConnection(callOptions(options));
      recognised = report.systemIdentity === connection.systemIdentity;
      if (!recognised) throw await identityChanged(this.#context, connection, report);
      return report;
    };
    const confirmIdentityOnce = async (options?: CallOptions): Promise<void> => {
      if (!recognised) await confirmIdentity(options);
    };
    return { connection, kind, provider, confirmIdentity, confirmIdentityOnce };
  }

  /** Reads a connection's credential, from wherever it is kept. @throws {SecretUnavailableError} */
  async credential({ id, credential }: Connection): Promise<Secret> {
    return credential.kind === 'encrypted'
      ? this.#context.cipher.open(credential.envelope, `connection/${id}`)
      : this.#context.readCredential(credential);
  }
}

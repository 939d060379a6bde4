import { CapabilityMissingError, checkChange, InvalidInputError, OutcomeUnknownError } from '@keyrack/contracts';
import type {
  CallOptions,
  ConnectionReport,
  IssuedVersion,
  IssueIntent,
  IssueRecovery,
  IssueRequest,
  JsonObject,
  KeyChange,
  KeyLimits,
  KeyUsage,
  ObservedKey,
  Provider,
  ProviderCapabilities,
  ProviderEnvironment,
} from '@keyrack/contracts';
import { Secret } from '@keyrack/secret';
import { toLifecycleError } from './memory-errors.ts';
import { MemoryFailure } from './memory-failure.ts';
import { memoryIssues, requestOf } from './memory-issue.ts';
import type { MemorySend } from './memory-issue.ts';
import type { MemoryKey, MemorySystem } from './memory-system.ts';

/** What a {@link MemoryProvider} connects. */
export interface MemoryConnection {
  readonly system: MemorySystem;
  readonly credential: Secret;
  readonly capabilities: ProviderCapabilities;
  readonly environment: ProviderEnvironment;
}

/** An adapter as it should be, small enough to be read in one go; the suite holds its broken sisters against it. */
export class MemoryProvider implements Provider {
  readonly requestBudgetMs = 1_000;
  readonly #connection: MemoryConnection;
  #closed = false;

  constructor(connection: MemoryConnection) {
    this.#connection = connection;
  }

  get capabilities(): ProviderCapabilities {
    return this.#connection.capabilities;
  }

  checkConnection(options?: CallOptions): Promise<ConnectionReport> {
    return this.#read((system) => ({ systemIdentity: system.identity, systemName: 'memory', systemVersion: null }), options);
  }

  async *listKeys(options?: CallOptions): AsyncGenerator<ObservedKey> {
    yield* await this.#read((system) => [...system.keys.values()].map((key) => this.#observe(key)), options);
  }

  getKey(upstreamId: string, options?: CallOptions): Promise<ObservedKey | null> {
    return this.#read((system) => {
      const key = system.keys.get(upstreamId);
      return key === undefined ? null : this.#observe(key);
    }, options);
  }

  async prepareIssue(request: IssueRequest): Promise<IssueIntent> {
    const { issueStrategy, expiry, issueOptions } = this.capabilities;
    this.#checkName(request.upstreamName);
    this.#checkLimits(request.limits);
    for (const name of Object.keys(request.providerOptions)) {
      if (!issueOptions.some((option) => option.name === name)) throw new InvalidInputError(`There is no option "${name}"`);
    }
    const chosen = memoryIssues[issueStrategy].choose(this.#connection.environment.random);
    return {
      ...chosen,
      upstreamName: request.upstreamName,
      request: { ...requestOf(request, expiry === 'upstream'), ...chosen.request },
      fingerprintSource: chosen.secrets['secret'] ?? null,
    };
  }

  async issueKey(intent: IssueIntent, options?: CallOptions): Promise<IssuedVersion> {
    try {
      return await memoryIssues[this.capabilities.issueStrategy].create(this.#sendWith(options), intent);
    } catch (error) {
      if (!(error instanceof MemoryFailure)) throw error;
      throw new OutcomeUnknownError('A key of this name is there; ask whether it is ours', { outcome: 'unknown' });
    }
  }

  recoverIssue(intent: IssueIntent, options?: CallOptions): Promise<IssueRecovery> {
    return memoryIssues[this.capabilities.issueStrategy].recover(this.#sendWith(options), intent);
  }

  async revokeKey(upstreamId: string, options?: CallOptions): Promise<void> {
    await this.#write((system) => system.keys.delete(upstreamId), options);
  }

  remainingLimits(limits: KeyLimits, used: KeyUsage): KeyLimits {
    const { dataLimitBytes, budgetUsd } = limits;
    return {
      ...limits,
      ...(dataLimitBytes === undefined ? {} : { dataLimitBytes: Math.max(0, dataLimitBytes - Math.ceil(used.dataBytes ?? 0)) }),
      ...(budgetUsd === undefined ? {} : { budgetUsd: Math.max(0, budgetUsd - (used.spendUsd ?? 0)) }),
    };
  }

  async changeKey(upstreamId: string, change: KeyChange, options?: CallOptions): Promise<JsonObject | null> {
    checkChange(change, this.capabilities, 'The memory system');
    const { upstreamName, limits, expiresAtMs, rackId, spendUsd, restore } = change;
    if (upstreamName !== undefined) this.#checkName(upstreamName);
    if (limits !== undefined) this.#checkLimits(limits);
    const given = Object.entries({ name: upstreamName, limits, expiresAtMs, rackId }).filter(([, value]) => value !== undefined);
    await this.#write((system) => {
      const { usage } = system.get(upstreamId);
      system.update(upstreamId, { ...Object.fromEntries(given), usage: { ...usage, spendUsd: spendUsd ?? usage.spendUsd } });
    }, options);
    return restore ?? null;
  }

  async prepareSuspend(upstreamId: string, options?: CallOptions): Promise<JsonObject> {
    this.#require(this.capabilities.suspend, 'suspending');
    await this.#read((system) => system.get(upstreamId), options);
    return {};
  }

  async suspendKey(upstreamId: string, options?: CallOptions): Promise<void> {
    this.#require(this.capabilities.suspend, 'suspending');
    await this.#write((system) => system.update(upstreamId, { suspended: true }), options);
  }

  async resumeKey(upstreamId: string, _restore: JsonObject, options?: CallOptions): Promise<void> {
    this.#require(this.capabilities.suspend, 'suspending');
    await this.#write((system) => system.update(upstreamId, { suspended: false }), options);
  }

  async readUsage(upstreamId: string, options?: CallOptions): Promise<KeyUsage> {
    const { usage } = this.capabilities;
    this.#require(usage.length > 0, 'usage');
    const read = await this.#read((system) => system.get(upstreamId).usage, options);
    return {
      lastUsedAtMs: usage.includes('lastUsedAt') ? read.lastUsedAtMs : null,
      dataBytes: usage.includes('dataBytes') ? read.dataBytes : null,
      spendUsd: usage.includes('spendUsd') ? read.spendUsd : null,
      readAtMs: this.#connection.environment.clock.nowMs(),
    };
  }

  async probeSecret(secret: Secret, options?: CallOptions): Promise<boolean> {
    this.#require(this.capabilities.probe, 'probing');
    return this.#read((system) => system.opens(secret) !== undefined, options);
  }

  async close(): Promise<void> {
    this.#closed = true;
  }

  #read<Result>(act: (system: MemorySystem) => Result, options?: CallOptions): Promise<Result> {
    return this.#sendWith(options)(false, act);
  }

  #write<Result>(act: (system: MemorySystem) => Result, options?: CallOptions): Promise<Result> {
    return this.#sendWith(options)(true, act);
  }

  #sendWith(options: CallOptions = {}): MemorySend {
    const { system, credential } = this.#connection;
    return async (writes, act) => {
      try {
        if (this.#closed) throw new MemoryFailure('closed');
        return await system.call({ credential, writes, signal: options.signal }, () => act(system));
      } catch (error) {
        if (error instanceof MemoryFailure && error.kind === 'conflict') throw error;
        throw toLifecycleError(error, writes);
      }
    };
  }

  #observe(key: MemoryKey): ObservedKey {
    const shown = this.capabilities.secretReadable ? new Secret(key.secret) : null;
    return {
      upstreamId: key.id,
      upstreamName: key.name,
      state: key.suspended ? 'suspended' : 'active',
      limits: key.limits,
      expiresAtMs: key.expiresAtMs,
      createdAtMs: null,
      lastUsedAtMs: key.usage.lastUsedAtMs,
      secret: shown,
      fingerprintSource: shown,
      rackId: key.rackId,
      own: false,
    };
  }

  #checkName(name: string): void {
    const { nameMaxLength } = this.capabilities;
    if (name === '' || name.length > nameMaxLength) throw new InvalidInputError(`A name has 1 to ${nameMaxLength} characters`);
  }

  #checkLimits(limits: KeyLimits): void {
    for (const name of Object.keys(limits)) {
      this.#require(
        this.capabilities.limits.some((declared) => declared === name),
        `the limit ${name}`,
      );
    }
  }

  #require(declared: boolean, ability: string): void {
    if (!declared) throw missing(ability);
  }
}

function missing(ability: string): CapabilityMissingError {
  return new CapabilityMissingError(`The memory system does not know ${ability}`);
}

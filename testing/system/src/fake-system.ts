import type { IssueIntent, IssueStrategy, KeyLimits, ObservedKey, Provider, ProviderCapabilities, ProviderKind } from '@keyrack/contracts';
import {
  KeyConflictError,
  KeyNotFoundError,
  OutcomeUnknownError,
  UpstreamRejectedError,
  UpstreamUnavailableError,
} from '@keyrack/contracts';
import { Secret } from '@keyrack/secret';

/** What happens to the next call: the request is lost before it acts, its answer is lost after it acted, it lands later, it is refused, nobody answers, the answer is held, it is taken and not done. */
export type Fault = 'lose-request' | 'lose-answer' | 'delay' | 'refuse' | 'down' | 'hold' | 'ignore';

/** A key as the fake system holds it. */
export interface FakeKey {
  readonly id: string;
  readonly name: string;
  readonly password: string;
  readonly limits: KeyLimits;
  readonly suspended?: boolean;
  readonly rackId?: string;
}

/**
 * A system in memory whose every call can be made to fail in a chosen way: for tests of the engine alone. It holds its keys in
 * `keys`, so that a test compares them with the record.
 */
export class FakeSystem {
  readonly keys = new Map<string, FakeKey>();
  /** How often each call was made. */
  readonly calls: string[] = [];
  identity = 'fake-system-1';
  /** The credentials it was connected with, in order. */
  readonly credentials: string[] = [];
  /** US dollars spent, by id. */
  readonly spentUsd = new Map<string, number>();
  /** Bytes used, by id. */
  readonly usedBytes = new Map<string, number>();
  /** Whether keys are made that do not open anything until somebody puts that right. */
  makesDeadKeys = false;
  readonly #faults = new Map<string, Fault[]>();
  readonly #delayed: (() => void)[] = [];
  readonly #held: (() => void)[] = [];
  readonly #strategy: IssueStrategy;
  #counter = 0;

  constructor(strategy: IssueStrategy = 'client-chosen-id') {
    this.#strategy = strategy;
  }

  /** Makes the next calls of this name fail, in this order. */
  fail(
    call: 'issue' | 'recover' | 'revoke' | 'list' | 'get' | 'check' | 'change' | 'suspend' | 'resume' | 'usage' | 'probe',
    ...faults: readonly Fault[]
  ): void {
    this.#faults.set(call, [...(this.#faults.get(call) ?? []), ...faults]);
  }

  /** Lets every held answer go. */
  releaseHeld(): void {
    for (const release of this.#held.splice(0)) release();
  }

  /** Resolves when an answer is held. */
  async untilHeld(): Promise<void> {
    while (this.#held.length === 0) await new Promise((resolve) => setImmediate(resolve));
  }

  /** Lets every delayed request take effect now. */
  landDelayed(): void {
    for (const act of this.#delayed.splice(0)) act();
  }

  kind(): ProviderKind {
    const capabilities = this.#capabilities();
    return {
      kind: 'fake',
      displayName: 'Fake',
      capabilities,
      readConnection: () => ({ settings: {}, credential: new Secret('fake-credential') }),
      connect: ({ credential }) => {
        this.credentials.push(credential.reveal());
        return this.#provider(capabilities);
      },
      fingerprintSource: (found) => found,
    };
  }

  #capabilities(): ProviderCapabilities {
    const compensate = this.#strategy === 'compensate';
    return {
      issueStrategy: this.#strategy,
      secretReadable: !compensate,
      suspend: !compensate,
      expiry: 'keyrack',
      limits: ['dataLimitBytes', 'budgetUsd'],
      change: ['name', 'limits', 'marker', 'spend'],
      usage: ['dataBytes', 'spendUsd'],
      usageLagSeconds: 0,
      probe: !compensate,
      nameMaxLength: 100,
      issueOptions: [],
    };
  }

  #provider(capabilities: ProviderCapabilities): Provider {
    return {
      capabilities,
      requestBudgetMs: 30_000,
      checkConnection: async () => this.#call('check', () => ({ systemIdentity: this.identity, systemName: null, systemVersion: '1' })),
      listKeys: () => this.#list(capabilities),
      getKey: async (id) => this.#call('get', () => this.#observe(id, capabilities)),
      prepareIssue: async (request) => {
        this.#counter += 1;
        const password = new Secret(`password-${this.#counter}`);
        const chosen = capabilities.issueStrategy === 'client-chosen-id';
        const { upstreamName, limits, carriedUsage } = request;
        return {
          upstreamId: chosen ? `id-${this.#counter}` : null,
          upstreamName,
          request: { limits: { ...limits }, spendUsd: carriedUsage?.spendUsd ?? 0 },
          secrets: chosen ? { password } : {},
          fingerprintSource: chosen ? password : null,
        };
      },
      issueKey: async (intent) => {
        const made = await this.#call('issue', () => this.#create(intent));
        const secret = new Secret(made.password);
        return { upstreamId: made.id, upstreamName: made.name, secret, fingerprintSource: secret };
      },
      recoverIssue: async (intent) => this.#call('recover', () => this.#recover(intent)),
      revokeKey: async (id) => this.#call('revoke', () => void this.keys.delete(id)),
      remainingLimits: (limits, used) =>
        limits.dataLimitBytes === undefined ? limits : { ...limits, dataLimitBytes: limits.dataLimitBytes - (used.dataBytes ?? 0) },
      changeKey: async (id, { upstreamName, limits, rackId, spendUsd, restore }) => {
        await this.#call('change', () => {
          const named = upstreamName === undefined ? {} : { name: upstreamName };
          this.#update(id, { ...named, ...(limits && { limits }), ...(rackId !== undefined && { rackId }) });
        });
        if (spendUsd !== undefined) this.spentUsd.set(id, spendUsd);
        return restore ?? null;
      },
      prepareSuspend: async (id) => this.#call('get', () => ({ limits: { ...this.#existing(id).limits } })),
      suspendKey: async (id) => this.#call('suspend', () => this.#update(id, { suspended: true })),
      resumeKey: async (id) => this.#call('resume', () => this.#update(id, { suspended: false })),
      readUsage: async (id) =>
        this.#call('usage', () => ({
          lastUsedAtMs: null,
          dataBytes: this.usedBytes.get(this.#existing(id).id) ?? 0,
          spendUsd: this.spentUsd.get(id) ?? 0,
          readAtMs: 0,
        })),
      probeSecret: async (secret) => this.#call('probe', () => this.#opens(secret)),
      close: async () => undefined,
    };
  }

  async *#list(capabilities: ProviderCapabilities): AsyncIterable<ObservedKey> {
    yield* await this.#call('list', () => [...this.keys.keys()].flatMap((id) => this.#observe(id, capabilities) ?? []));
  }

  #observe(id: string, { secretReadable }: ProviderCapabilities): ObservedKey | null {
    const key = this.keys.get(id);
    if (!key) return null;
    const secret = secretReadable ? new Secret(key.password) : null;
    const { name: upstreamName, limits } = key;
    return {
      upstreamId: id,
      upstreamName,
      limits,
      state: key.suspended ? 'suspended' : 'active',
      expiresAtMs: null,
      createdAtMs: null,
      lastUsedAtMs: null,
      secret,
      fingerprintSource: secret,
      rackId: key.rackId ?? null,
      own: false,
    };
  }

  #existing(id: string): FakeKey {
    const key = this.keys.get(id);
    if (key) return key;
    throw new KeyNotFoundError(`the system has no key ${id}`);
  }

  #opens(secret: Secret): boolean {
    return [...this.keys.values()].some(({ password, suspended }) => password === secret.reveal() && !suspended);
  }

  #update(id: string, change: Partial<FakeKey>): void {
    const key = this.keys.get(id);
    if (key) this.keys.set(id, { ...key, ...change });
  }

  #create({ upstreamId, upstreamName, request, secrets }: IssueIntent): FakeKey {
    const taken = [...this.keys.values()].find(({ id, name }) => id === upstreamId || (upstreamId === null && name === upstreamName));
    const password = secrets['password']?.reveal() ?? `made-upstream-${this.#counter++}`;
    if (taken && taken.password !== password) throw new KeyConflictError('taken');
    const id = upstreamId ?? `made-${this.#counter++}`;
    const key: FakeKey = { id, name: upstreamName, password, limits: request['limits'] as KeyLimits, suspended: this.makesDeadKeys }; // written by prepareIssue
    this.keys.set(id, key);
    this.spentUsd.set(id, Number(request['spendUsd']));
    return key;
  }

  #recover({ upstreamId, upstreamName, secrets }: IssueIntent): Awaited<ReturnType<Provider['recoverIssue']>> {
    const found = [...this.keys.values()].find(({ id, name }) => (upstreamId === null ? name === upstreamName : id === upstreamId));
    if (!found) return { kind: 'absent' };
    if (upstreamId === null) return { kind: 'secret-lost', upstreamId: found.id };
    if (found.password !== secrets['password']?.reveal()) return { kind: 'conflict', explanation: 'another password' };
    const secret = new Secret(found.password);
    return { kind: 'applied', issued: { upstreamId: found.id, upstreamName: found.name, secret, fingerprintSource: secret } };
  }

  async #call<T>(call: string, act: () => T): Promise<T> {
    this.calls.push(call);
    const fault = this.#faults.get(call)?.shift();
    if (fault === 'refuse') throw new UpstreamRejectedError('refused by the system', { outcome: 'not-applied' });
    if (fault === 'down') throw new UpstreamUnavailableError('connection refused', { outcome: 'not-applied', retryable: true });
    if (fault === 'ignore') return undefined as T; // only for calls whose answers say nothing
    if (fault === 'delay') this.#delayed.push(() => void act());
    if (fault === 'hold') {
      const answer = act();
      await new Promise<void>((resolve) => this.#held.push(resolve));
      return answer;
    }
    if (fault === 'lose-answer') act();
    if (fault !== undefined) throw new OutcomeUnknownError('no answer', { outcome: 'unknown', retryable: true });
    return act();
  }
}

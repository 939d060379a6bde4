import { CapabilityMissingError, LifecycleError, UpstreamUnavailableError } from '@keyrack/contracts';
import type {
  CallOptions,
  ConnectionReport,
  IssuedVersion,
  IssueIntent,
  IssueRecovery,
  IssueRequest,
  IssueStrategy,
  JsonObject,
  KeyChange,
  KeyLimits,
  KeyUsage,
  ObservedKey,
  ProviderCapabilities,
} from '@keyrack/contracts';
import { Secret } from '@keyrack/secret';
import { describe, expect, test } from 'vitest';
import { memoryHarness } from './memory/memory-harness.ts';
import { toLifecycleError } from './memory/memory-errors.ts';
import { MemoryFailure } from './memory/memory-failure.ts';
import { MemoryProvider } from './memory/memory-provider.ts';
import type { MemoryConnection } from './memory/memory-provider.ts';
import { providerCases } from './provider/provider-cases.ts';
import { runProviderCase } from './provider/run-provider-case.ts';

/** An adapter with one mistake, and one guarantee that must notice it. */
interface BrokenAdapter {
  readonly strategy: IssueStrategy;
  readonly caughtBy: string;
  readonly make: (connection: MemoryConnection) => MemoryProvider;
}

abstract class WithConnection extends MemoryProvider {
  protected readonly connection: MemoryConnection;

  constructor(connection: MemoryConnection) {
    super(connection);
    this.connection = connection;
  }

  protected async countKeys(): Promise<number> {
    return this.connection.system.keys.size;
  }
}

class LosesTheSecret extends MemoryProvider {
  override async issueKey(intent: IssueIntent, options?: CallOptions): Promise<IssuedVersion> {
    return { ...(await super.issueKey(intent, options)), secret: new Secret('not-the-real-one') };
  }
}

class CreatesTwice extends WithConnection {
  override async issueKey(intent: IssueIntent, options?: CallOptions): Promise<IssuedVersion> {
    const issued = await super.issueKey(intent, options);
    const { system, credential } = this.connection;
    await system.call({ credential, writes: true }, () =>
      system.create({ ...system.choose(), name: intent.upstreamName, limits: {}, expiresAtMs: null }),
    );
    return issued;
  }
}

class CreatesAgainWhenRepeated extends WithConnection {
  override async issueKey(intent: IssueIntent, options?: CallOptions): Promise<IssuedVersion> {
    const idempotencyKey = String(await this.countKeys());
    return super.issueKey({ ...intent, request: { ...intent.request, idempotencyKey } }, options);
  }
}

class TakesAny404ForRevoked extends WithConnection {
  override async revokeKey(upstreamId: string): Promise<void> {
    const { system, credential } = this.connection;
    try {
      await system.call({ credential, writes: true }, () => system.remove(upstreamId));
    } catch (error) {
      const is404 = error instanceof MemoryFailure && (error.kind === 'no-such-key' || error.kind === 'unknown-route');
      if (!is404) throw toLifecycleError(error, true);
    }
  }
}

class ReturnsAStaleList extends MemoryProvider {
  private keys: readonly ObservedKey[] | undefined;

  override async *listKeys(options?: CallOptions): AsyncGenerator<ObservedKey> {
    this.keys ??= await collect(super.listKeys(options));
    yield* this.keys;
  }
}

class ClaimsALimitItDoesNotSet extends MemoryProvider {
  override prepareIssue(request: IssueRequest): Promise<IssueIntent> {
    return super.prepareIssue({ ...request, limits: {} });
  }
}

class DropsUndeclaredLimits extends MemoryProvider {
  override prepareIssue(request: IssueRequest): Promise<IssueIntent> {
    const known = Object.entries(request.limits).filter(([name]) => this.capabilities.limits.some((declared) => declared === name));
    return super.prepareIssue({ ...request, limits: Object.fromEntries(known) });
  }
}

class LeaksTheCredentialInAnError extends WithConnection {
  override async getKey(upstreamId: string, options?: CallOptions) {
    try {
      return await super.getKey(upstreamId, options);
    } catch {
      throw new UpstreamUnavailableError('GET failed', {
        cause: new Error(`https://memory.test/${this.connection.credential.reveal()}/keys`),
        retryable: true,
      });
    }
  }
}

class LeaksTheSecretInALog extends WithConnection {
  override async issueKey(intent: IssueIntent, options?: CallOptions): Promise<IssuedVersion> {
    const issued = await super.issueKey(intent, options);
    this.connection.environment.logger?.log('debug', 'made a key', { answer: { key: issued.secret.reveal() } });
    return issued;
  }
}

class WritesTheSecretIntoTheIntent extends MemoryProvider {
  override async prepareIssue(request: IssueRequest): Promise<IssueIntent> {
    const intent = await super.prepareIssue(request);
    return { ...intent, request: { ...intent.request, body: `{"key":"${intent.secrets['secret']?.reveal()}"}` } };
  }
}

class SwallowsAnUnknownOutcome extends MemoryProvider {
  override async issueKey(intent: IssueIntent, options?: CallOptions): Promise<IssuedVersion> {
    try {
      return await super.issueKey(intent, options);
    } catch (error) {
      const secret = intent.secrets['secret'];
      if (!LifecycleError.isInstance(error) || error.outcome !== 'unknown' || secret === undefined) throw error;
      return { upstreamId: intent.upstreamId ?? '', upstreamName: intent.upstreamName, secret, fingerprintSource: secret };
    }
  }
}

class CallsAnUnknownOutcomeNotApplied extends MemoryProvider {
  override async issueKey(intent: IssueIntent, options?: CallOptions): Promise<IssuedVersion> {
    return super.issueKey(intent, options).catch((error: unknown) => {
      throw LifecycleError.isInstance(error) ? new UpstreamUnavailableError(error.message) : error;
    });
  }
}

class InventsAnExpiry extends MemoryProvider {
  override async getKey(upstreamId: string, options?: CallOptions) {
    const key = await super.getKey(upstreamId, options);
    return key === null ? null : { ...key, expiresAtMs: Date.now() + 86_400_000 };
  }
}

class TakesAnyFailureForAbsence extends MemoryProvider {
  override getKey(upstreamId: string, options?: CallOptions) {
    return super.getKey(upstreamId, options).catch(() => null);
  }
}

class CreatesWhileItPrepares extends MemoryProvider {
  override async prepareIssue(request: IssueRequest): Promise<IssueIntent> {
    const intent = await super.prepareIssue(request);
    await super.issueKey(intent);
    return intent;
  }
}

class CreatesWhileItRecovers extends MemoryProvider {
  override async recoverIssue(intent: IssueIntent, options?: CallOptions): Promise<IssueRecovery> {
    return { kind: 'applied', issued: await super.issueKey(intent, options) };
  }
}

class RecoversFromItsOwnMemory extends MemoryProvider {
  readonly #issued = new Map<string, IssuedVersion>();

  override async issueKey(intent: IssueIntent, options?: CallOptions): Promise<IssuedVersion> {
    const issued = await super.issueKey(intent, options);
    this.#issued.set(intent.upstreamName, issued);
    return issued;
  }

  override async recoverIssue(intent: IssueIntent): Promise<IssueRecovery> {
    const issued = this.#issued.get(intent.upstreamName);
    return issued === undefined ? { kind: 'absent' } : { kind: 'applied', issued };
  }
}

class TakesOthersKeysForItsOwn extends MemoryProvider {
  override async recoverIssue(intent: IssueIntent, options?: CallOptions): Promise<IssueRecovery> {
    const key = await this.getKey(intent.upstreamId ?? '', options);
    if (key?.secret === null || key?.secret === undefined) return { kind: 'absent' };
    return { kind: 'applied', issued: { ...key, secret: key.secret, fingerprintSource: key.secret } };
  }
}

class SuspendsOnPaper extends MemoryProvider {
  readonly #suspended = new Set<string>();

  override async suspendKey(upstreamId: string): Promise<void> {
    this.#suspended.add(upstreamId);
  }

  override async getKey(upstreamId: string, options?: CallOptions) {
    const key = await super.getKey(upstreamId, options);
    return key !== null && this.#suspended.has(upstreamId) ? { ...key, state: 'suspended' as const } : key;
  }
}

class ForgetsTheLimitWhileSuspended extends MemoryProvider {
  override async suspendKey(upstreamId: string, options?: CallOptions): Promise<void> {
    await super.changeKey(upstreamId, { limits: {} }, options);
    await super.suspendKey(upstreamId, options);
  }
}

class ImitatesASuspension extends MemoryProvider {
  override async prepareSuspend(): Promise<JsonObject> {
    return {};
  }

  override async suspendKey(upstreamId: string, options?: CallOptions): Promise<void> {
    await this.revokeKey(upstreamId, options);
  }
}

class RefusesAfterAsking extends MemoryProvider {
  override async prepareSuspend(upstreamId: string, options?: CallOptions): Promise<JsonObject> {
    await this.getKey(upstreamId, options);
    throw new CapabilityMissingError('This system cannot suspend');
  }
}

class GivesZeroForAFailedReading extends MemoryProvider {
  override readUsage(upstreamId: string, options?: CallOptions): Promise<KeyUsage> {
    return super.readUsage(upstreamId, options).catch(() => ({ lastUsedAtMs: null, dataBytes: 0, spendUsd: null, readAtMs: Date.now() }));
  }
}

class ClearsWhatAChangeDoesNotName extends MemoryProvider {
  override changeKey(upstreamId: string, change: KeyChange, options?: CallOptions) {
    return super.changeKey(upstreamId, { limits: {}, ...change }, options);
  }
}

class WakesASuspendedKeyByChangingIt extends MemoryProvider {
  override async changeKey(upstreamId: string, change: KeyChange, options?: CallOptions) {
    const restore = await super.changeKey(upstreamId, change, options);
    await super.resumeKey(upstreamId, restore ?? {}, options);
    return restore;
  }
}

class LiftsAUsedUpLimit extends MemoryProvider {
  override remainingLimits(limits: KeyLimits, used: KeyUsage): KeyLimits {
    const { dataLimitBytes, ...others } = limits;
    const left = (dataLimitBytes ?? 0) - (used.dataBytes ?? 0);
    return left > 0 ? { ...others, dataLimitBytes: left } : others;
  }
}

class SaysRevokedBeforeItIsConfirmed extends MemoryProvider {
  override async revokeKey(upstreamId: string, options?: CallOptions): Promise<void> {
    await super.revokeKey(upstreamId, options).catch((error: unknown) => {
      if (options?.signal?.aborted === true) throw error;
    });
  }
}

class ChangesItsIdentity extends WithConnection {
  override async checkConnection(options?: CallOptions): Promise<ConnectionReport> {
    const report = await super.checkConnection(options);
    return { ...report, systemIdentity: `${report.systemIdentity}/${await this.countKeys()}` };
  }
}

class FailsInItsOwnWords extends MemoryProvider {
  override async getKey(upstreamId: string, options?: CallOptions) {
    return super.getKey(upstreamId, options).catch((error: unknown) => {
      throw new TypeError('fetch failed', { cause: error });
    });
  }
}

class PromisesMoreThanItsKind extends MemoryProvider {
  override get capabilities(): ProviderCapabilities {
    return { ...super.capabilities, probe: true };
  }
}

class ListsOnlyTheFirstPage extends MemoryProvider {
  override async *listKeys(options?: CallOptions): AsyncGenerator<ObservedKey> {
    yield* (await collect(super.listKeys(options))).slice(0, 2);
  }
}

class KeepsWorkingWhenClosed extends MemoryProvider {
  override async close(): Promise<void> {}
}

async function collect(keys: AsyncIterable<ObservedKey>): Promise<readonly ObservedKey[]> {
  const collected: ObservedKey[] = [];
  for await (const key of keys) collected.push(key);
  return collected;
}

function broken(
  Type: new (connection: MemoryConnection) => MemoryProvider,
  caughtBy: string,
  strategy: IssueStrategy = 'client-chosen-id',
): BrokenAdapter {
  return { strategy, caughtBy, make: (connection) => new Type(connection) };
}

const brokenAdapters: Readonly<Record<string, BrokenAdapter>> = {
  'loses the secret': broken(LosesTheSecret, 'hands out the secret that the system accepts'),
  'creates twice': broken(CreatesTwice, 'makes exactly one key, under the prepared name and id'),
  'creates again when repeated': broken(
    CreatesAgainWhenRepeated,
    'makes no second key when the same intent is sent again',
    'idempotency-key',
  ),
  'takes any 404 for revoked': broken(TakesAny404ForRevoked, 'confirms a revocation on nothing but the word of the system itself'),
  'returns a stale list': broken(ReturnsAStaleList, 'shows at the next reading what others have changed'),
  'claims a limit that it does not set': broken(ClaimsALimitItDoesNotSet, 'sets upstream every limit that it declares, and shows it'),
  'drops limits that it does not know': broken(
    DropsUndeclaredLimits,
    'refuses every limit that it does not declare, before anything is sent',
  ),
  'leaks the credential in the cause of an error': broken(LeaksTheCredentialInAnError, 'keeps every secret out of errors, whatever fails'),
  'leaks the secret in a log': broken(LeaksTheSecretInALog, 'keeps every secret out of logs and of everything that can be printed'),
  'writes the secret into the intent': broken(
    WritesTheSecretIntoTheIntent,
    'prepares an intent that survives being written down and holds its secrets only wrapped',
    'client-chosen-secret',
  ),
  'swallows an unknown outcome': broken(
    SwallowsAnUnknownOutcome,
    'never says that a key was made, or was certainly not, when the request was lost',
  ),
  'calls an unknown outcome not applied': broken(
    CallsAnUnknownOutcomeNotApplied,
    'settles a create whose answer was lost, with one key and a secret that works',
    'compensate',
  ),
  'invents an expiry': broken(InventsAnExpiry, 'shows a new key as active and without anything that nobody asked for'),
  'takes any failure for absence': broken(
    TakesAnyFailureForAbsence,
    'takes nothing that somebody in between answers for the word of the system',
  ),
  'creates while it prepares': broken(CreatesWhileItPrepares, 'prepares without changing anything in the system'),
  'creates while it recovers': broken(CreatesWhileItRecovers, 'says absent for an intent that was never sent, and makes nothing of it'),
  'recovers from its own memory': broken(RecoversFromItsOwnMemory, 'finds after a restart what was made before it', 'compensate'),
  "takes others' keys for its own": broken(TakesOthersKeysForItsOwn, 'never takes the key of others for its own, and never replaces it'),
  'suspends on paper': broken(SuspendsOnPaper, 'suspends a key so that nobody gets in, or refuses before anything is sent'),
  'forgets the limit while suspended': broken(
    ForgetsTheLimitWhileSuspended,
    'restores after a suspension, also after a restart, exactly what was there',
  ),
  'imitates a suspension that it has not': broken(
    ImitatesASuspension,
    'suspends a key so that nobody gets in, or refuses before anything is sent',
    'compensate',
  ),
  'refuses only after it has asked': broken(
    RefusesAfterAsking,
    'suspends a key so that nobody gets in, or refuses before anything is sent',
    'compensate',
  ),
  'gives zero for a failed reading': broken(GivesZeroForAFailedReading, 'never gives a figure for a reading that failed'),
  'clears what a change does not name': broken(
    ClearsWhatAChangeDoesNotName,
    'changes exactly what it is told, where it declares so, and refuses the rest before anything is sent',
  ),
  'wakes a suspended key by changing it': broken(
    WakesASuspendedKeyByChangingIt,
    'keeps a suspended key suspended while it is changed, and has the change after the resumption',
  ),
  'lifts a limit that is used up': broken(
    LiftsAUsedUpLimit,
    'gives a successor no more than its predecessor has left, and never no limit at all',
  ),
  'says revoked before it is confirmed': broken(
    SaysRevokedBeforeItIsConfirmed,
    'never says done for a revocation whose request was lost, and finishes it when asked again',
  ),
  'changes its identity': broken(ChangesItsIdentity, 'tells the same system identity every time, and sends nothing before it is asked'),
  'fails in its own words': broken(FailsInItsOwnWords, 'says that the system is unavailable while it fails'),
  'promises more than its kind': broken(
    PromisesMoreThanItsKind,
    'states the capabilities of its kind, and how long a request may take effect',
  ),
  'lists only the first page': broken(ListsOnlyTheFirstPage, 'lists every key that exists, each once, whoever made it'),
  'keeps working when it is closed': broken(KeepsWorkingWhenClosed, 'refuses calls once it is closed, and lets itself be closed twice'),
};

const allCases = Object.values(providerCases).flat();

describe('the provider suite', () => {
  test.each(Object.entries(brokenAdapters))('notices an adapter that %s', async (_, { strategy, caughtBy, make }) => {
    const failed: string[] = [];
    for (const providerCase of allCases) {
      await runProviderCase(providerCase, { create: async () => memoryHarness(strategy, make) }).catch(() =>
        failed.push(providerCase.name),
      );
    }
    expect(failed).toContain(caughtBy);
    expect(failed.length).toBeLessThan(allCases.length);
  });

  test('gives every guarantee a name of its own', () => {
    expect(new Set(allCases.map(({ name }) => name)).size).toBe(allCases.length);
  });
});

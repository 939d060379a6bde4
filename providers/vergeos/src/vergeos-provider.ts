import { CapabilityMissingError } from '@keyrack/contracts';
import type {
  CallOptions,
  ConnectionDraft,
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
import { VergeOSClient } from '@keyrack/vergeos';
import { vergeosCapabilities } from './capabilities.ts';
import { changeKey } from './change.ts';
import { readCredential } from './connection.ts';
import { readIdentity } from './identity.ts';
import { issueKey, prepareIssue, recoverIssue } from './issue.ts';
import { getKey, listKeys } from './observe.ts';
import type { Viewpoint } from './observe.ts';
import { OwnKey } from './own-key.ts';
import { revokeKey } from './revoke.ts';
import { refuseSuspension } from './suspend.ts';
import { UpstreamUsers } from './upstream-user.ts';
import { readUsage } from './usage.ts';

const attemptTimeoutMs = 10_000;
const callTimeoutMs = 30_000;

/** One VergeOS system in the engine's words. */
export class VergeOSProvider implements Provider {
  readonly capabilities: ProviderCapabilities = vergeosCapabilities;
  readonly requestBudgetMs = callTimeoutMs;
  readonly #client: VergeOSClient;
  readonly #environment: ProviderEnvironment;
  readonly #users: UpstreamUsers;
  readonly #viewpoint: Viewpoint;

  constructor(draft: ConnectionDraft, environment: ProviderEnvironment) {
    const { baseUrl, certSha256, username, apiKeyName } = draft.settings;
    const login = readCredential(draft.credential);
    this.#environment = environment;
    this.#client = new VergeOSClient({
      baseUrl: typeof baseUrl === 'string' ? baseUrl : '',
      ...login,
      ...(typeof certSha256 === 'string' ? { certSha256 } : {}),
      ...(environment.maxRequestsPerHour === undefined ? {} : { requestsPerHour: environment.maxRequestsPerHour ?? Infinity }),
      timeoutMs: attemptTimeoutMs,
      totalTimeoutMs: callTimeoutMs,
      // Short: what stays open is the engine's to repeat, with longer waits.
      retries: { maxRetries: 2, delayMs: 100 },
      ...(environment.logger === undefined ? {} : { logger: environment.logger }),
      ...(environment.onRequest === undefined ? {} : { hooks: { onRequest: environment.onRequest } }),
    });
    this.#users = new UpstreamUsers(this.#client, login.username ?? (typeof username === 'string' ? username : null));
    const ownCredential = { usesApiKey: login.apiKey !== undefined, apiKeyName: typeof apiKeyName === 'string' ? apiKeyName : null };
    this.#viewpoint = { clock: environment.clock, ownKey: new OwnKey(this.#client, ownCredential) };
  }

  checkConnection(options?: CallOptions): Promise<ConnectionReport> {
    return readIdentity(this.#client, options);
  }

  listKeys(options?: CallOptions): AsyncIterable<ObservedKey> {
    return listKeys(this.#client, this.#viewpoint, options);
  }

  getKey(upstreamId: string, options?: CallOptions): Promise<ObservedKey | null> {
    return getKey(this.#client, { upstreamId, viewpoint: this.#viewpoint }, options);
  }

  prepareIssue(request: IssueRequest, options?: CallOptions): Promise<IssueIntent> {
    return prepareIssue(this.#users, request, options);
  }

  issueKey(intent: IssueIntent, options?: CallOptions): Promise<IssuedVersion> {
    return issueKey(this.#client, intent, options);
  }

  recoverIssue(intent: IssueIntent, options?: CallOptions): Promise<IssueRecovery> {
    return recoverIssue(this.#client, intent, options);
  }

  revokeKey(upstreamId: string, options?: CallOptions): Promise<void> {
    return revokeKey(this.#client, upstreamId, options);
  }

  /** Addresses are not used up. */
  remainingLimits(limits: KeyLimits): KeyLimits {
    return limits;
  }

  changeKey(upstreamId: string, change: KeyChange, options?: CallOptions): Promise<JsonObject | null> {
    return changeKey(this.#client, { upstreamId, change }, options);
  }

  prepareSuspend(): Promise<never> {
    return refuseSuspension();
  }

  suspendKey(): Promise<never> {
    return refuseSuspension();
  }

  resumeKey(): Promise<never> {
    return refuseSuspension();
  }

  readUsage(upstreamId: string, options?: CallOptions): Promise<KeyUsage> {
    return readUsage(this.#client, { upstreamId, clock: this.#environment.clock }, options);
  }

  async probeSecret(): Promise<never> {
    throw new CapabilityMissingError('VergeOS cannot try a key without using it', {
      advice: 'A try would count as its last use, and fail where the key does not admit our address.',
      details: { capability: 'probe' },
    });
  }

  close(): Promise<void> {
    return this.#client.close();
  }
}

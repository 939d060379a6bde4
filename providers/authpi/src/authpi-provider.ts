import { AuthPIClient } from '@keyrack/authpi';
import type { AuthPIClientOptions } from '@keyrack/authpi';
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
import type { Secret } from '@keyrack/secret';
import { authpiCapabilities } from './capabilities.ts';
import { changeKey } from './change.ts';
import { clientOptions } from './connection.ts';
import { translated } from './errors.ts';
import { issueKey, prepareIssue, recoverIssue } from './issue.ts';
import { confirmAccess, getKey, listKeys } from './observe.ts';
import { probeSecret } from './probe.ts';
import { revokeKey } from './revoke.ts';
import { prepareSuspend, resumeKey, suspendKey } from './suspend.ts';

const attemptTimeoutMs = 10_000;
const callTimeoutMs = 30_000;

/** One AuthPI account in the engine's words. */
export class AuthPIProvider implements Provider {
  readonly capabilities: ProviderCapabilities = authpiCapabilities;
  readonly requestBudgetMs = callTimeoutMs;
  readonly #client: AuthPIClient;
  readonly #options: AuthPIClientOptions;
  readonly #ownKeyId: string;
  readonly #environment: ProviderEnvironment;

  constructor(draft: ConnectionDraft, environment: ProviderEnvironment) {
    const { key, options } = clientOptions(draft);
    this.#environment = environment;
    this.#ownKeyId = key.id;
    this.#options = {
      ...options,
      timeoutMs: attemptTimeoutMs,
      totalTimeoutMs: callTimeoutMs,
      // Short: what stays open is the engine's to repeat, with longer waits.
      retries: { maxRetries: 2, delayMs: 100 },
      ...(environment.logger === undefined ? {} : { logger: environment.logger }),
      ...(environment.onRequest === undefined ? {} : { hooks: { onRequest: environment.onRequest } }),
    };
    this.#client = new AuthPIClient(this.#options);
  }

  async checkConnection(options?: CallOptions): Promise<ConnectionReport> {
    const systemIdentity = await translated('reach the service', () => confirmAccess(this.#client, options));
    return { systemIdentity, systemName: null, systemVersion: null };
  }

  listKeys(options?: CallOptions): AsyncIterable<ObservedKey> {
    return listKeys({ client: this.#client, ownKeyId: this.#ownKeyId }, options);
  }

  getKey(upstreamId: string, options?: CallOptions): Promise<ObservedKey | null> {
    return getKey({ client: this.#client, ownKeyId: this.#ownKeyId }, upstreamId, options);
  }

  async prepareIssue(request: IssueRequest): Promise<IssueIntent> {
    return prepareIssue(this.#client, request, this.#environment);
  }

  issueKey(intent: IssueIntent, options?: CallOptions): Promise<IssuedVersion> {
    return issueKey({ client: this.#client, clock: this.#environment.clock }, intent, options);
  }

  recoverIssue(intent: IssueIntent, options?: CallOptions): Promise<IssueRecovery> {
    return recoverIssue({ client: this.#client, clock: this.#environment.clock }, intent, options);
  }

  revokeKey(upstreamId: string, options?: CallOptions): Promise<void> {
    return revokeKey(this.#client, upstreamId, options);
  }

  /** Nothing that limits an AuthPI key is used up. */
  remainingLimits(limits: KeyLimits): KeyLimits {
    return limits;
  }

  changeKey(upstreamId: string, change: KeyChange, options?: CallOptions): Promise<JsonObject | null> {
    return changeKey(this.#client, { upstreamId, change }, options);
  }

  prepareSuspend(upstreamId: string, options?: CallOptions): Promise<JsonObject> {
    return prepareSuspend(this.#client, upstreamId, options);
  }

  suspendKey(upstreamId: string, options?: CallOptions): Promise<void> {
    return suspendKey(this.#client, upstreamId, options);
  }

  resumeKey(upstreamId: string, restore: JsonObject, options?: CallOptions): Promise<void> {
    return resumeKey(this.#client, { upstreamId, restore }, options);
  }

  async readUsage(): Promise<KeyUsage> {
    throw new CapabilityMissingError('AuthPI does not tell when a key was used', {
      advice: 'Ask the one who uses it before you end it.',
    });
  }

  probeSecret(secret: Secret, options?: CallOptions): Promise<boolean> {
    return probeSecret(this.#options, secret, options);
  }

  close(): Promise<void> {
    return this.#client.close();
  }
}

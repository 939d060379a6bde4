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
import { OutlineClient } from '@keyrack/outline';
import { outlineCapabilities } from './capabilities.ts';
import { changeKey } from './change.ts';
import { readCredential } from './connection.ts';
import { translated } from './errors.ts';
import { issueKey, prepareIssue, recoverIssue } from './issue.ts';
import { remainingLimits } from './limits.ts';
import { getKey, listKeys } from './observe.ts';
import { revokeKey } from './revoke.ts';
import { prepareSuspend, resumeKey, suspendKey } from './suspend.ts';
import { readUsage } from './usage.ts';

const attemptTimeoutMs = 10_000;
const callTimeoutMs = 30_000;

/** One Outline server in the engine's words. */
export class OutlineProvider implements Provider {
  readonly capabilities: ProviderCapabilities = outlineCapabilities;
  readonly requestBudgetMs = callTimeoutMs;
  readonly #client: OutlineClient;
  readonly #environment: ProviderEnvironment;

  constructor(draft: ConnectionDraft, environment: ProviderEnvironment) {
    const { certSha256 } = draft.settings;
    this.#environment = environment;
    this.#client = new OutlineClient({
      apiUrl: readCredential(draft.credential).apiUrl,
      ...(typeof certSha256 === 'string' ? { certSha256 } : {}),
      timeoutMs: attemptTimeoutMs,
      totalTimeoutMs: callTimeoutMs,
      // Short: what stays open is the engine's to repeat, with longer waits.
      retries: { maxRetries: 2, delayMs: 100 },
      // A list of a million keys is one answer of some 300 MB.
      maxResponseBytes: 2 ** 29,
      ...(environment.logger === undefined ? {} : { logger: environment.logger }),
      ...(environment.onRequest === undefined ? {} : { hooks: { onRequest: environment.onRequest } }),
    });
  }

  async checkConnection(options?: CallOptions): Promise<ConnectionReport> {
    const server = await translated('reach the server', () => this.#client.server.get(options));
    return { systemIdentity: server.serverId, systemName: server.name, systemVersion: server.version };
  }

  listKeys(options?: CallOptions): AsyncIterable<ObservedKey> {
    return listKeys(this.#client, options);
  }

  getKey(upstreamId: string, options?: CallOptions): Promise<ObservedKey | null> {
    return getKey(this.#client, upstreamId, options);
  }

  async prepareIssue(request: IssueRequest): Promise<IssueIntent> {
    return prepareIssue(request, this.#environment);
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

  remainingLimits(limits: KeyLimits, used: KeyUsage): KeyLimits {
    return remainingLimits(limits, used);
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

  readUsage(upstreamId: string, options?: CallOptions): Promise<KeyUsage> {
    return readUsage(this.#client, { upstreamId, clock: this.#environment.clock }, options);
  }

  async probeSecret(): Promise<boolean> {
    throw new CapabilityMissingError('The management API of Outline cannot try a key', {
      advice: 'Whether a key is let in shows only at the proxy itself.',
    });
  }

  close(): Promise<void> {
    return this.#client.close();
  }
}

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
import { hashKey, LiteLLMClient } from '@keyrack/litellm';
import type { Secret } from '@keyrack/secret';
import { litellmCapabilities } from './capabilities.ts';
import { changeKey } from './change.ts';
import { translated } from './errors.ts';
import { issueKey, prepareIssue, recoverIssue } from './issue.ts';
import type { Issuer } from './issue.ts';
import { getKey, listKeys } from './observe.ts';
import type { Viewpoint } from './observe.ts';
import { probe } from './probe.ts';
import { revokeKey } from './revoke.ts';
import { prepareSuspend, resumeKey, suspendKey } from './suspend.ts';
import { readUsage } from './usage.ts';

const attemptTimeoutMs = 10_000;
const callTimeoutMs = 30_000;

/** One LiteLLM proxy in the engine's words. */
export class LiteLLMProvider implements Provider {
  readonly capabilities: ProviderCapabilities = litellmCapabilities;
  readonly requestBudgetMs = callTimeoutMs;
  readonly #baseUrl: string;
  readonly #client: LiteLLMClient;
  readonly #connect: (apiKey: Secret) => LiteLLMClient;
  readonly #environment: ProviderEnvironment;
  readonly #issuer: Issuer;
  readonly #viewpoint: Viewpoint;

  constructor(draft: ConnectionDraft, environment: ProviderEnvironment) {
    const { baseUrl, allowPlainHttp } = draft.settings;
    this.#baseUrl = typeof baseUrl === 'string' ? baseUrl : '';
    this.#environment = environment;
    this.#connect = (apiKey) =>
      new LiteLLMClient({
        baseUrl: this.#baseUrl,
        apiKey,
        allowPlainHttp: allowPlainHttp === true,
        timeoutMs: attemptTimeoutMs,
        totalTimeoutMs: callTimeoutMs,
        // Short: what stays open is the engine's to repeat, with longer waits.
        retries: { maxRetries: 2, delayMs: 100 },
        ...(environment.logger === undefined ? {} : { logger: environment.logger }),
        ...(environment.onRequest === undefined ? {} : { hooks: { onRequest: environment.onRequest } }),
      });
    this.#client = this.#connect(draft.credential);
    this.#issuer = { client: this.#client, clock: environment.clock };
    this.#viewpoint = { clock: environment.clock, ownToken: hashKey(draft.credential) };
  }

  /** LiteLLM gives an installation no name, so its address stands for it. */
  async checkConnection(options?: CallOptions): Promise<ConnectionReport> {
    return translated('reach the proxy', async () => {
      const { litellm_version: systemVersion } = await this.#client.health.details(options);
      // Whether the keys can be seen: the credential may be of somebody who may not, and the database may be away.
      await this.#client.keys.list({ size: 1 }, options);
      return { systemIdentity: this.#baseUrl, systemName: null, systemVersion };
    });
  }

  listKeys(options?: CallOptions): AsyncIterable<ObservedKey> {
    return listKeys(this.#client, this.#viewpoint, options);
  }

  getKey(upstreamId: string, options?: CallOptions): Promise<ObservedKey | null> {
    return getKey(this.#client, { upstreamId, viewpoint: this.#viewpoint }, options);
  }

  prepareIssue(request: IssueRequest): Promise<IssueIntent> {
    return prepareIssue(request, this.#environment);
  }

  issueKey(intent: IssueIntent, options?: CallOptions): Promise<IssuedVersion> {
    return issueKey(this.#issuer, intent, options);
  }

  recoverIssue(intent: IssueIntent, options?: CallOptions): Promise<IssueRecovery> {
    return recoverIssue(this.#issuer, intent, options);
  }

  revokeKey(upstreamId: string, options?: CallOptions): Promise<void> {
    return revokeKey(this.#client, upstreamId, options);
  }

  /** A successor starts with what its predecessor has spent, so its limits stay as they are, and its budget starts anew when it should. */
  remainingLimits(limits: KeyLimits): KeyLimits {
    return limits;
  }

  changeKey(upstreamId: string, change: KeyChange, options?: CallOptions): Promise<JsonObject | null> {
    return changeKey(this.#client, { upstreamId, change, clock: this.#environment.clock }, options);
  }

  prepareSuspend(upstreamId: string, options?: CallOptions): Promise<JsonObject> {
    return prepareSuspend(this.#client, upstreamId, options);
  }

  suspendKey(upstreamId: string, options?: CallOptions): Promise<void> {
    return suspendKey(this.#client, upstreamId, options);
  }

  resumeKey(upstreamId: string, _restore: JsonObject, options?: CallOptions): Promise<void> {
    return resumeKey(this.#client, upstreamId, options);
  }

  readUsage(upstreamId: string, options?: CallOptions): Promise<KeyUsage> {
    return readUsage(this.#client, { upstreamId, clock: this.#environment.clock }, options);
  }

  probeSecret(secret: Secret, options?: CallOptions): Promise<boolean> {
    return translated('try the key', async () => {
      await using client = this.#connect(secret);
      return await probe(client, options);
    });
  }

  close(): Promise<void> {
    return this.#client.close();
  }
}

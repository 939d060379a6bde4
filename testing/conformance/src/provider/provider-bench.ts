import { fail } from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import { markName, toBase32 } from '@keyrack/contracts';
import type {
  Clock,
  ConnectionDraft,
  IssuedVersion,
  IssueIntent,
  IssueRequest,
  ObservedKey,
  Provider,
  ProviderCapabilities,
  ProviderEnvironment,
} from '@keyrack/contracts';
import type { Secret } from '@keyrack/secret';
import { CanaryScanner, SeededRandom } from '@keyrack/testing-kit';
import { guardProvider } from './guarded-provider.ts';
import type { ProviderHarness, UpstreamFault, UpstreamKey } from './provider-harness.ts';
import { restoreIntent } from './restore-intent.ts';

/** What one guarantee is tried on: a system, connections to it, and a memory of every secret and every printed word. */
export class ProviderBench implements AsyncDisposable {
  readonly harness: ProviderHarness;
  /** A connection that is open from the start. */
  readonly provider: Provider;
  readonly #environment: ProviderEnvironment;
  readonly #random: SeededRandom;
  readonly #opened: Provider[] = [];
  readonly #secrets = new Set<string>();
  readonly #shown: { readonly where: string; readonly text: string }[] = [];
  readonly #violations: string[] = [];
  #names = 0;

  constructor(harness: ProviderHarness, seed: string) {
    this.harness = harness;
    this.#random = new SeededRandom(seed);
    this.#environment = {
      rackId: toBase32(this.#random.bytes(8)),
      clock: realClock,
      random: this.#random,
      logger: { log: (level, message, fields) => this.shows('a log line', JSON.stringify([level, message, fields])) },
    };
    this.hides(...harness.secrets, harness.draft.credential, harness.wrongDraft.credential);
    this.provider = this.connect();
  }

  get capabilities(): ProviderCapabilities {
    return this.provider.capabilities;
  }

  /** Opens a further connection: what a restarted process would have. */
  connect(draft: ConnectionDraft = this.harness.draft): Provider {
    const provider = this.harness.kind.connect(draft, this.#environment);
    this.#opened.push(provider);
    return guardProvider(provider, {
      seen: (where, text) => this.shows(where, text),
      violated: (message) => this.#violations.push(message),
    });
  }

  /** A request for a key with a name of its own, without limits. */
  request(part: Partial<IssueRequest> = {}): IssueRequest {
    this.#names += 1;
    const marker = { rackId: this.#environment.rackId, tag: toBase32(this.#random.bytes(6)) };
    const providerOptions = this.harness.providerOptions ?? {};
    return { upstreamName: markName(`suite-${this.#names}`, marker), limits: {}, expiresAtMs: null, providerOptions, ...part };
  }

  async prepare(part: Partial<IssueRequest> = {}, provider = this.provider): Promise<IssueIntent> {
    const intent = await provider.prepareIssue(this.request(part));
    this.hides(...Object.values(intent.secrets), ...(intent.fingerprintSource === null ? [] : [intent.fingerprintSource]));
    return intent;
  }

  /** Sends an intent as a journal would give it: read back from what was written down. */
  async send(intent: IssueIntent, provider = this.provider): Promise<IssuedVersion> {
    const issued = await provider.issueKey(restoreIntent(intent));
    this.hides(issued.secret, issued.fingerprintSource);
    return issued;
  }

  async issue(part: Partial<IssueRequest> = {}): Promise<IssuedVersion> {
    return this.send(await this.prepare(part));
  }

  async listed(provider = this.provider): Promise<readonly ObservedKey[]> {
    const keys: ObservedKey[] = [];
    for await (const key of provider.listKeys()) keys.push(key);
    return keys;
  }

  /** The key as the system has it, read past the provider; undefined: it is not there. */
  async upstream(upstreamId: string): Promise<UpstreamKey | undefined> {
    return (await this.harness.inspect()).find((key) => key.upstreamId === upstreamId);
  }

  /** Does something while a fault is in force. */
  async under<Result>(fault: UpstreamFault, act: () => Promise<Result>): Promise<Result> {
    await this.harness.setFault(fault);
    try {
      return await act();
    } finally {
      await this.harness.setFault(null);
    }
  }

  /** Resolves when more requests have reached the system than `count`. */
  async waitForRequestsBeyond(count: number): Promise<void> {
    for (let tries = 0; (await this.harness.countRequests()) <= count; tries += 1) {
      if (tries === 1000) fail('no request has reached the system');
      await setTimeout(5);
    }
  }

  /** From now on these texts may show nowhere. */
  hides(...secrets: readonly (string | Secret)[]): void {
    for (const secret of secrets) this.#secrets.add(typeof secret === 'string' ? secret : secret.reveal());
  }

  /** Remembers what somebody could have read. */
  shows(where: string, text: string): void {
    this.#shown.push({ where, text });
  }

  /** What went wrong beside the guarantee itself: foreign errors, and secrets in what was shown. */
  findings(): readonly string[] {
    const scanner = new CanaryScanner([...this.#secrets]);
    const leaks = this.#shown.flatMap(({ where, text }) => scanner.scan(where, text));
    return [...this.#violations, ...leaks.map(({ where, form }) => `a secret stands in ${where} (${form})`)];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const provider of this.#opened) await provider.close();
    await this.harness[Symbol.asyncDispose]();
  }
}

const realClock: Clock = {
  nowMs: () => Date.now(),
  sleep: async (durationMs, options) => {
    await setTimeout(durationMs, undefined, options);
  },
};

import type { CallOptions } from '@keyrack/contracts';
import type { VergeOSClient } from '@keyrack/vergeos';
import { translated } from './errors.ts';

/** How many keys may have been used in the same second as ours and are still told apart later. */
const mostCandidates = 50;

/** What is known about the credential of a connection. */
export interface OwnCredential {
  readonly usesApiKey: boolean;
  /** The name of the key, where a person has told it. */
  readonly apiKeyName: string | null;
}

/**
 * Finds the key that the connection itself uses. The system does not tell which key a request came with. Where a person named
 * it, that is the one. Else it is the key that was used last, which is by asking: when others were used in the same second,
 * all of them count as ours until a later look tells them apart, since to spare a foreign key is the smaller mistake.
 */
export class OwnKey {
  readonly #client: VergeOSClient;
  readonly #credential: OwnCredential;
  #candidates: ReadonlySet<number> | null = null;

  constructor(client: VergeOSClient, credential: OwnCredential) {
    this.#client = client;
    this.#credential = credential;
  }

  /** The keys that are, or may be, the connection's own. Asks until there is only one. */
  async find(options?: CallOptions): Promise<ReadonlySet<number>> {
    if (!this.#credential.usesApiKey) return new Set();
    if (this.#candidates?.size === 1) return this.#candidates;
    const found = await translated('see which key is our own', () => this.#ask(options));
    const common = [...found].filter((key) => this.#candidates?.has(key) ?? true);
    const candidates = common.length === 0 ? found : new Set(common);
    this.#candidates = candidates;
    return candidates;
  }

  async #ask(options?: CallOptions): Promise<ReadonlySet<number>> {
    const { apiKeyName } = this.#credential;
    const { apiKeys } = this.#client;
    if (apiKeyName !== null) return new Set((await apiKeys.list({ name: apiKeyName }, options)).map(({ key }) => key));
    const used = await apiKeys.list({ sort: '-lastlogin_stamp', limit: mostCandidates }, options);
    const latest = used[0]?.lastLogin ?? null;
    return new Set(used.filter(({ lastLogin }) => lastLogin !== null && lastLogin === latest).map(({ key }) => key));
  }
}

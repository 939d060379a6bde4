import { ConfigurationError, HttpClient } from '@keyrack/http';
import type { ClientOptions, TlsOptions } from '@keyrack/http';
import { Secret } from '@keyrack/secret';
import { Caller } from './caller.ts';
import { litellmErrors } from './error-mapping.ts';
import { HealthResource } from './health-resource.ts';
import { KeysResource } from './keys-resource.ts';
import { version } from './version.ts';

/** Where the proxy is, and how to talk to it. */
export interface LiteLLMClientOptions extends ClientOptions {
  /** Such as `https://llm.example.com`, with the path under which the proxy runs, if there is one. */
  readonly baseUrl: string;
  /** The master key or a virtual key. @default none, which is enough to ask whether the proxy is ready */
  readonly apiKey?: string | Secret;
  /** How the server is recognised. @default by the roots of the system */
  readonly tls?: TlsOptions;
}

/**
 * A client of one LiteLLM proxy's key management. Printed, it shows its name, the origin, and whether it is open.
 *
 * @example
 * await using litellm = new LiteLLMClient({ baseUrl: 'https://llm.example.com', apiKey });
 * const { key, token } = await litellm.keys.generate({ key_alias: 'alice', max_budget: 20, budget_duration: '30d' });
 * console.log(key.reveal());
 */
export class LiteLLMClient {
  readonly keys: KeysResource;
  readonly health: HealthResource;
  readonly #http: HttpClient;

  /** @throws {ConfigurationError} when an option is wrong; the message never repeats the key. */
  constructor(options: LiteLLMClientOptions) {
    const { apiKey, ...clientOptions } = options;
    this.#http = new HttpClient({
      ...clientOptions,
      system: 'litellm',
      version,
      ...(apiKey === undefined ? {} : { authentication: { kind: 'bearer', token: readApiKey(apiKey) } }),
      errors: litellmErrors,
    });
    const caller = new Caller(this.#http);
    this.keys = new KeysResource(caller);
    this.health = new HealthResource(caller);
  }

  /** Scheme, host and port. */
  get origin(): string {
    return this.#http.origin;
  }

  /** Refuses further calls, lets those under way finish, and closes the connections. */
  close(): Promise<void> {
    return this.#http.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  toString(): string {
    return this.#http.describe('LiteLLMClient');
  }

  toJSON(): string {
    return this.toString();
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString();
  }
}

function readApiKey(apiKey: unknown): Secret {
  const text = Secret.isSecret(apiKey) ? apiKey.reveal() : apiKey;
  if (typeof text === 'string' && text.trim() !== '') return new Secret(text.trim());
  throw new ConfigurationError('litellm', 'apiKey must be a text or a Secret, and not empty; leave it out to ask only what needs no key');
}

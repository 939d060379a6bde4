import { checkClientOptions, checkObject, HttpClient } from '@keyrack/http';
import type { CallOptions, ClientOptions, PreparedCall } from '@keyrack/http';
import type { Secret } from '@keyrack/secret';
import { parseAccessFile } from './access-file.ts';
import { AccessKeysResource } from './access-keys-resource.ts';
import { readApiUrl } from './api-url.ts';
import { Caller } from './caller.ts';
import { readEnvironment } from './environment.ts';
import type { Environment } from './environment.ts';
import { outlineErrors } from './errors.ts';
import { Health } from './health.ts';
import type { HealthCheckOptions } from './health.ts';
import { MetricsResource } from './metrics-resource.ts';
import { ServerResource } from './server-resource.ts';
import type { PreparesOutline } from './prepared-call.ts';
import { Sender } from './sender.ts';
import { readServerSummary } from './server-summary.ts';
import type { ServerSummary, ServerSummaryOptions } from './server-summary.ts';
import { version } from './version.ts';

/** The options that a client takes beside its address. Outline speaks https only. */
export type OutlineConnectionOptions = Omit<ClientOptions, 'allowPlainHttp'>;

/** Where the server is, and how to talk to it. */
export interface OutlineClientOptions extends OutlineConnectionOptions {
  /** The management address, `https://host:port/<secret>`. Its path is the only credential; it is never shown. */
  readonly apiUrl: string | Secret;
  /**
   * SHA-256 of the server's certificate: 64 hex digits in either case, with or without colons. An installed server signs
   * its own certificate, so this is the only way to recognise it; leave it out only behind a certificate that the system trusts.
   */
  readonly certSha256?: string;
}

/**
 * A client of one Outline server's management API. Printed, it shows its name, the origin without the secret path, and
 * whether it is open.
 *
 * @example
 * await using outline = OutlineClient.fromAccessFile(await readFile('/opt/outline/access.txt', 'utf8'));
 * const key = await outline.accessKeys.create({ name: 'Alice', limit: { bytes: 50e9 } });
 * console.log(key.accessUrl?.reveal());
 */
export class OutlineClient {
  readonly server: ServerResource;
  readonly accessKeys: AccessKeysResource;
  readonly metrics: MetricsResource;
  /**
   * Makes a call ready instead of sending it: every method of the three above that sends one request, under the same name and with the same
   * parameters. What it gives can be looked at and changed, and goes out with {@link OutlineClient.send}.
   *
   * @example
   * const call = await outline.prepare.accessKeys.create({ name: 'Alice' });
   * const key = await outline.send({ ...call, body: { ...call.body, some_newer_field: true } });
   */
  readonly prepare: PreparesOutline;
  readonly #http: HttpClient;
  readonly #sender: Sender;
  readonly #health: Health;

  /** @throws {ConfigurationError} when an option is wrong; the message never repeats the address. */
  constructor(options: OutlineClientOptions) {
    checkClientOptions(options, { system: 'outline', own: ['apiUrl', 'certSha256'], without: ['allowPlainHttp'] });
    const { apiUrl, certSha256, ...connectionOptions } = options;
    this.#http = new HttpClient({
      ...connectionOptions,
      system: 'outline',
      version,
      baseUrl: readApiUrl(apiUrl),
      ...(certSha256 === undefined ? {} : { tls: { certSha256 } }),
      errors: outlineErrors,
    });
    this.#sender = new Sender(this.#http);
    const nowMs = (): number => this.#http.nowMs();
    const caller = new Caller({
      deliver: (call, callOptions) => this.#sender.send(call, callOptions),
      stream: (request, callOptions) => this.#http.streamList(request, callOptions),
      nowMs,
    });
    this.server = new ServerResource(caller);
    this.accessKeys = new AccessKeysResource(caller);
    this.metrics = new MetricsResource(caller);
    const handOut = new Caller({ deliver: <Result>(call: PreparedCall<Result>) => Promise.resolve(call as Result), nowMs });
    const prepare = {
      server: new ServerResource(handOut),
      accessKeys: new AccessKeysResource(handOut),
      metrics: new MetricsResource(handOut),
    };
    // They say that they give what the calls give; the type of `prepare` says what comes out in truth.
    this.prepare = prepare as unknown as PreparesOutline;
    this.#health = new Health((callOptions) => this.server.get(callOptions), nowMs);
  }

  /**
   * Makes a client from the text of `access.txt`, or from what the installer printed.
   *
   * @throws {ConfigurationError} when the text does not hold both values.
   */
  static fromAccessFile(text: string | Secret, options: OutlineConnectionOptions = {}): OutlineClient {
    return new OutlineClient({ ...checkObject('outline', 'the options of a client', options), ...parseAccessFile(text) });
  }

  /**
   * Makes a client from environment variables: `OUTLINE_API_URL` and `OUTLINE_CERT_SHA256`, or `OUTLINE_ACCESS` with the text of
   * `access.txt`. Pass `process.env`.
   *
   * @throws {ConfigurationError} that names the variables, never their values.
   */
  static fromEnvironment(environment: Environment, options: OutlineConnectionOptions = {}): OutlineClient {
    return new OutlineClient({ ...checkObject('outline', 'the options of a client', options), ...readEnvironment(environment) });
  }

  /**
   * Sends a call that was made ready by {@link OutlineClient.prepare}, as it is now. A POST is never repeated; a deletion of a key that the
   * repetition finds done is done.
   *
   * @throws {ConfigurationError} for a route or a parameter that would lead elsewhere.
   * @throws {HttpError}
   */
  send<Result>(call: PreparedCall<Result>, options?: CallOptions): Promise<Result> {
    return this.#sender.send(call, options);
  }

  /** What the last health check found; true until one has failed. */
  get isHealthy(): boolean {
    return this.#health.isHealthy;
  }

  /**
   * Whether the server answers. The answer is remembered for 300 s; `force` asks anew. Never throws for what the server does.
   *
   * Source: `GET /server`
   * @throws {ConfigurationError} when an option is wrong; nothing was sent.
   */
  healthCheck(options?: HealthCheckOptions): Promise<boolean> {
    return this.#health.check(options);
  }

  /**
   * Reads the server, the number of its keys and both kinds of metrics. Never throws for what the server does: what could not be
   * read is null, and `healthy` and `error` say so.
   *
   * Source: `GET /server`, `GET /access-keys`, `GET /metrics/transfer`, `GET /experimental/server/metrics`
   * @throws {ConfigurationError} when an option is wrong; nothing was sent.
   */
  serverSummary(options?: ServerSummaryOptions): Promise<ServerSummary> {
    return readServerSummary({ client: this, nowMs: this.#http.nowMs() }, options);
  }

  /** Scheme, host and port: the address without the secret. */
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
    return this.#http.describe('OutlineClient');
  }

  toJSON(): string {
    return this.toString();
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString();
  }
}

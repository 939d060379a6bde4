import { checkClientOptions, checkObject, HttpClient } from '@keyrack/http';
import type { CallOptions, ClientOptions, PreparedCall } from '@keyrack/http';
import { readAddress } from './address.ts';
import type { AddressOptions } from './address.ts';
import { Caller } from './caller.ts';
import { platformClock } from './clock.ts';
import type { Environment } from './environment.ts';
import { readEnvironment } from './environment.ts';
import { vergeosErrors } from './error-mapping.ts';
import { readLogin } from './login.ts';
import type { LoginOptions } from './login.ts';
import type { PreparesVergeOS } from './prepared-call.ts';
import { RequestBudget } from './request-budget.ts';
import { Sender } from './sender.ts';
import { VergeOSApi } from './vergeos-api.ts';
import { version } from './version.ts';

/** How to talk to a system. */
export interface VergeOSConnectionOptions extends Omit<ClientOptions, 'allowPlainHttp'> {
  /** Certificates in PEM that are trusted instead of the platform's roots; not together with `certSha256`. */
  readonly ca?: string;
  /**
   * The most requests that this client sends within any hour, repetitions included; the next one waits, or fails with a
   * {@link RequestBudgetError} when its turn is further off than `totalTimeoutMs`. `Infinity`: no limit of ours.
   * @default 1_000 with an API key, which is what the system documents for one; else Infinity
   */
  readonly requestsPerHour?: number;
}

/** Where the system is, who is calling, and how to talk to it. VergeOS speaks https only. */
export interface VergeOSClientOptions extends AddressOptions, LoginOptions, VergeOSConnectionOptions {
  /**
   * SHA-256 of the system's certificate: 64 hex digits in either case, with or without colons. Many systems sign their own
   * certificate, and this is the simplest way to recognise one.
   */
  readonly certSha256?: string;
}

const ownOptions = ['host', 'baseUrl', 'apiKey', 'username', 'password', 'sessionToken', 'certSha256', 'ca', 'requestsPerHour'];
const documentedRequestsPerHour = 1_000;
const defaultTotalTimeoutMs = 120_000;

/**
 * A client of one VergeOS system. Printed, it shows its name, the origin, and whether it is open.
 *
 * @example
 * await using vergeos = new VergeOSClient({ host: 'vergeos.example', apiKey, certSha256 });
 * const created = await vergeos.apiKeys.create({ user: 'ci', name: 'deploy', expiresIn: '90d' });
 * console.log(created.key, created.secret.reveal());
 */
export class VergeOSClient extends VergeOSApi {
  /**
   * Makes a call ready instead of sending it: every method of the client, under the same name and with the same parameters, but for the
   * iterations. Nothing is sent but what has to be known first: which user a name stands for.
   *
   * @example
   * const call = await vergeos.prepare.apiKeys.create({ user: 'ci', name: 'deploy' });
   * const created = await vergeos.send({ ...call, body: { ...call.body, some_newer_column: true } });
   */
  readonly prepare: PreparesVergeOS;
  readonly #http: HttpClient;
  readonly #budget: RequestBudget;
  readonly #sender: Sender;

  /** @throws {ConfigurationError} when an option is wrong; the message repeats nothing of a credential. */
  constructor(options: VergeOSClientOptions) {
    const { http, budget, sender, nowMs } = connect(options);
    super(new Caller((call, callOptions) => sender.send(call, callOptions)), { nowMs });
    this.#http = http;
    this.#budget = budget;
    this.#sender = sender;
    // It says that it gives what the call gives; the type of `prepare` says what comes out in truth.
    const handOut = new Caller(<Result>(call: PreparedCall<Result>) => Promise.resolve(call as Result));
    this.prepare = new VergeOSApi(handOut, { nowMs, asked: this }) as unknown as PreparesVergeOS;
  }

  /**
   * A client of the system that environment variables name: `VERGE_HOST`, `VERGE_TOKEN` or `VERGE_USERNAME` with `VERGE_PASSWORD`, and
   * `VERGE_CERT_SHA256`.
   *
   * @throws {ConfigurationError} that names the variables and never repeats their values.
   * @example
   * await using vergeos = VergeOSClient.fromEnvironment(process.env);
   */
  static fromEnvironment(environment: Environment, options: VergeOSConnectionOptions = {}): VergeOSClient {
    return new VergeOSClient({ ...checkObject('vergeos', 'the options of a client', options), ...readEnvironment(environment) });
  }

  /**
   * Sends a call that was made ready by {@link VergeOSClient.prepare}, as it is now. A POST is never repeated, a deletion that the
   * repetition finds done is done.
   *
   * @throws {ConfigurationError} for a route or a parameter that would lead elsewhere.
   * @throws {HttpError}
   */
  send<Result>(call: PreparedCall<Result>, options?: CallOptions): Promise<Result> {
    return this.#sender.send(call, options);
  }

  /** Scheme, host and port. */
  get origin(): string {
    return this.#http.origin;
  }

  /** Refuses further calls, lets those under way finish, and closes the connections. */
  close(): Promise<void> {
    this.#budget.close();
    return this.#http.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  override toString(): string {
    return this.#http.describe('VergeOSClient');
  }

  toJSON(): string {
    return this.toString();
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString();
  }
}

/** What a client is made of. */
interface Parts {
  readonly http: HttpClient;
  readonly budget: RequestBudget;
  readonly sender: Sender;
  readonly nowMs: () => number;
}

function connect(options: VergeOSClientOptions): Parts {
  checkClientOptions(options, { system: 'vergeos', own: ownOptions, without: ['allowPlainHttp'] });
  const { host, baseUrl, apiKey, username, password, sessionToken, certSha256, ca, requestsPerHour, hooks, ...connectionOptions } = options;
  const clock = connectionOptions.clock ?? platformClock;
  const budget = new RequestBudget({
    requestsPerHour: requestsPerHour ?? (apiKey === undefined ? Infinity : documentedRequestsPerHour),
    clock,
  });
  const watched = budget.watch(hooks);
  const http = new HttpClient({
    ...connectionOptions,
    system: 'vergeos',
    version,
    baseUrl: readAddress({ host, baseUrl }),
    authentication: readLogin({ apiKey, username, password, sessionToken }),
    tls: { ...(certSha256 === undefined ? {} : { certSha256 }), ...(ca === undefined ? {} : { ca }) },
    errors: vergeosErrors,
    ...(watched === undefined ? {} : { hooks: watched }),
  });
  const sender = new Sender({ http, budget, totalTimeoutMs: connectionOptions.totalTimeoutMs ?? defaultTotalTimeoutMs });
  return { http, budget, sender, nowMs: () => clock.nowMs() };
}

import { describeStatus } from './describe-status.ts';
import { messageOf } from './error-words.ts';
import type { ErrorWords } from './error-words.ts';
import type { Outcome } from './outcome.ts';

/** What every error of a call tells. It never holds a URL, a header or a body: an address or a body may be the secret. */
export interface HttpErrorDetails {
  /** The foreign system, as the client names itself. */
  readonly system: string;
  /** The HTTP method; absent when no call was involved. */
  readonly method?: string | undefined;
  /** The route template, such as `/access-keys/{id}`; never the path that was sent. */
  readonly route?: string | undefined;
  /** The id that the system gave the request, when it gave one. */
  readonly requestId?: string | undefined;
  /** How many times the request was started; 0 when nothing was sent. */
  readonly attempts: number;
  /** Joined over all attempts. */
  readonly outcome: Outcome;
  /** Whether the same call may succeed later; a write whose outcome is `unknown` is settled by reading first. */
  readonly retryable: boolean;
}

/** A constructor of the family, as far as {@link HttpError.isInstance} looks at it. */
interface NamedErrorType<Instance> {
  readonly errorName: string;
  readonly prototype: Instance;
}

const familyMarker = Symbol.for('@keyrack/error');

/**
 * The base of everything that a client throws. Tell errors apart with `isInstance`, which also knows instances made by
 * another copy of this package, or by the stable {@link HttpError.code}.
 *
 * A subclass names itself: `static override readonly errorName = '@keyrack/outline/KeyNotFoundError'`.
 */
export abstract class HttpError extends Error implements HttpErrorDetails, ErrorWords {
  /** The name under which `isInstance` recognises this class and its subclasses, also across copies of the package. */
  static readonly errorName: string = '@keyrack/http/HttpError';

  /** A stable word for programs: `api-status`, `connection-failed`, `timed-out`, ... */
  abstract readonly code: string;

  readonly system: string;
  readonly method: string | undefined;
  readonly route: string | undefined;
  readonly requestId: string | undefined;
  readonly attempts: number;
  readonly outcome: Outcome;
  readonly retryable: boolean;
  /** Not enumerable: whoever prints the error has both in its message already. */
  readonly #words: ErrorWords;

  /** The message is the name of the system, then the fault, then the advice. */
  constructor(words: ErrorWords, details: HttpErrorDetails) {
    super(messageOf(details.system, words));
    this.#words = words;
    this.system = details.system;
    this.method = details.method;
    this.route = details.route;
    this.requestId = details.requestId;
    this.attempts = details.attempts;
    this.outcome = details.outcome;
    this.retryable = details.retryable;
    this.name = new.target.errorName.slice(new.target.errorName.lastIndexOf('/') + 1);
    Object.defineProperty(this, 'name', { enumerable: false });
    Object.defineProperty(this, familyMarker, { value: 'http' });
    for (const name of errorNamesOf(new.target)) Object.defineProperty(this, Symbol.for(name), { value: true });
  }

  /** What failed: the message without the name of the system and without the advice, for those who add words of their own. */
  get fault(): string {
    return this.#words.fault;
  }

  /** What to do next, as a full sentence: the end of the message; null when it ends without. */
  get advice(): string | null {
    return this.#words.advice ?? null;
  }

  /**
   * Whether a caught value is of this class or of a subclass.
   *
   * @example
   * if (ApiStatusError.isInstance(error) && error.status === 404) return undefined;
   */
  static isInstance<Instance>(this: NamedErrorType<Instance>, candidate: unknown): candidate is Instance {
    return typeof candidate === 'object' && candidate !== null && Symbol.for(this.errorName) in candidate;
  }
}

function errorNamesOf(type: object): readonly string[] {
  const names: string[] = [];
  for (let current: object | null = type; current !== null && current !== Error; current = Reflect.getPrototypeOf(current)) {
    const name: unknown = Reflect.get(current, 'errorName');
    if (typeof name === 'string' && !names.includes(name)) names.push(name);
  }
  return names;
}

/** An option or an argument is wrong; nothing was sent. The message names it and never repeats its value. */
export class ConfigurationError extends HttpError {
  static override readonly errorName: string = '@keyrack/http/ConfigurationError';

  readonly code = 'configuration';

  /**
   * @param system - the client's system.
   * @param fault - which option or argument is wrong, and what is right.
   * @param advice - where the right one is found, as a full sentence.
   */
  constructor(system: string, fault: string, advice: string | null = null) {
    super({ fault, advice }, { system, attempts: 0, outcome: 'not-applied', retryable: false });
  }
}

/** What an answer outside 2xx tells. */
export interface ApiStatusErrorDetails extends HttpErrorDetails {
  /** The HTTP status. */
  readonly status: number;
  /** The system's own word for the error, where its body has one. */
  readonly upstreamCode?: string | undefined;
  /** The system's own sentence, with every known secret removed, cut to 500 characters. */
  readonly upstreamMessage?: string | undefined;
  /** How long the system asks to wait, in milliseconds. */
  readonly retryAfterMs?: number | undefined;
}

/** The system answered with a status outside 2xx. Each client has subclasses by what its system means. */
export class ApiStatusError extends HttpError implements ApiStatusErrorDetails {
  static override readonly errorName: string = '@keyrack/http/ApiStatusError';

  readonly code: string = 'api-status';
  readonly status: number;
  readonly upstreamCode: string | undefined;
  readonly upstreamMessage: string | undefined;
  readonly retryAfterMs: number | undefined;

  /** @param words - by default made of the details by {@link describeStatus}. */
  constructor(details: ApiStatusErrorDetails, words: ErrorWords = describeStatus(details)) {
    super(words, details);
    this.status = details.status;
    this.upstreamCode = details.upstreamCode;
    this.upstreamMessage = details.upstreamMessage;
    this.retryAfterMs = details.retryAfterMs;
  }
}

/** What a failed connection tells. */
export interface ConnectionErrorDetails extends HttpErrorDetails {
  /** The platform's word, such as `ECONNREFUSED`, `ECONNRESET`, `DEPTH_ZERO_SELF_SIGNED_CERT`, or ours: `TRUNCATED`, `PROXY_REFUSED`. */
  readonly reason: string;
}

/** No whole answer was received: the connection was refused, reset or cut, or the name is unknown. */
export class ConnectionError extends HttpError implements ConnectionErrorDetails {
  static override readonly errorName: string = '@keyrack/http/ConnectionError';

  readonly code: string = 'connection-failed';
  readonly reason: string;

  constructor(words: ErrorWords, details: ConnectionErrorDetails) {
    super(words, details);
    this.reason = details.reason;
  }
}

/** The server shows a certificate that nobody here trusts, and none was pinned. Nothing was written to it, so the secret stayed here. */
export class UntrustedCertificateError extends ConnectionError {
  static override readonly errorName: string = '@keyrack/http/UntrustedCertificateError';

  override readonly code: string = 'untrusted-certificate';
}

/** The time allowed for one attempt or for the whole call was over before the answer was complete. */
export class TimeoutError extends HttpError {
  static override readonly errorName: string = '@keyrack/http/TimeoutError';

  readonly code = 'timed-out';
}

/** The server showed another certificate than the pinned one. Nothing was written to it, so the secret stayed here. */
export class PinMismatchError extends HttpError {
  static override readonly errorName: string = '@keyrack/http/PinMismatchError';

  readonly code = 'pin-mismatch';
}

/** What an answer that cannot be read tells. */
export interface ResponseShapeErrorDetails extends HttpErrorDetails {
  /** The HTTP status of the answer. */
  readonly status: number;
}

/** The system said yes, but what it sent is not what it should be: not JSON, too large, or without a field we rely on. */
export class ResponseShapeError extends HttpError implements ResponseShapeErrorDetails {
  static override readonly errorName: string = '@keyrack/http/ResponseShapeError';

  readonly code: string = 'response-shape';
  readonly status: number;

  constructor(words: ErrorWords, details: ResponseShapeErrorDetails) {
    super(words, details);
    this.status = details.status;
  }
}

/** The caller's `signal` ended the call. Its `name` is `AbortError`, as everywhere on the platform. */
export class AbortedError extends HttpError {
  static override readonly errorName: string = '@keyrack/http/AbortError';

  readonly code = 'aborted';
}

/** The client was closed before the call was started; nothing was sent. */
export class ClosedClientError extends HttpError {
  static override readonly errorName: string = '@keyrack/http/ClosedClientError';

  readonly code = 'client-closed';
}

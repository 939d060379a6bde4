import type { Outcome } from '../outcome.ts';

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
export abstract class HttpError extends Error implements HttpErrorDetails {
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

  /** @param message - what failed and what to do next, without any secret. */
  constructor(message: string, details: HttpErrorDetails) {
    super(message);
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

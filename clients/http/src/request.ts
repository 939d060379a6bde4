import type { Secret } from '@keyrack/secret';
import type { RetryOptions } from './client-options.ts';
import type { ResponseShapeErrorDetails } from './errors.ts';

/** The methods that the four systems use. */
export type Method = 'GET' | 'HEAD' | 'OPTIONS' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** A query parameter: `undefined` and `null` are left out, a list repeats the name. */
export type QueryValue = string | number | boolean | null | undefined | readonly (string | number | boolean)[];

/** Headers of a request; a Secret is sent as its value and shown to nobody. `undefined` is left out. */
export type RequestHeaders = Readonly<Record<string, string | Secret | undefined>>;

/** One call of a system's API. */
export interface ApiRequest<Body = unknown> {
  readonly method: Method;
  /** The path below the base URL, with a `{name}` for each parameter: `/access-keys/{id}/name`. It is what errors and logs show. */
  readonly route: string;
  /** Values of the route's parameters; each is encoded, and refused when it is empty, `.` or `..`. */
  readonly parameters?: Readonly<Record<string, string | number | Secret>>;
  readonly query?: Readonly<Record<string, QueryValue>>;
  /** Sent as JSON; a Secret anywhere in it is sent as its value. */
  readonly body?: unknown;
  /** Sent instead of `body`, byte for byte: the JSON of an earlier {@link PreparedRequest}, for an identical replay. */
  readonly bodyText?: Secret;
  readonly headers?: RequestHeaders;
  /**
   * Whether the call changes nothing, whatever its method says.
   * @default true for GET, HEAD and OPTIONS
   */
  readonly readOnly?: boolean;
  /**
   * Whether repeating this write, byte for byte, is harmless: same id, same key, an idempotency key.
   * @default false
   */
  readonly repeatable?: boolean;
  /**
   * Reads the JSON of a 2xx answer whatever its content type says: for answers that nobody can ask for again.
   * @default false
   */
  readonly anyContentType?: boolean;
  /**
   * Turns the JSON of a 2xx answer into what the caller gets. A DecodeError that it throws becomes a ResponseShapeError with
   * its message, an HttpError stays what it is, anything else becomes a ResponseShapeError without its message.
   * @default the parsed JSON as it is
   */
  readonly decode?: (body: unknown, answer: AnswerToDecode) => Body;
}

/** The options of a single call. */
export interface CallOptions {
  /** Ends the call; it then throws an AbortedError. */
  readonly signal?: AbortSignal;
  /** For one attempt. @default the client's */
  readonly timeoutMs?: number;
  /** For the whole call. @default the client's */
  readonly totalTimeoutMs?: number;
  /** @default the client's */
  readonly retries?: false | RetryOptions;
  /** Laid over the client's default headers; the same names are refused. */
  readonly headers?: RequestHeaders;
}

/** What an answer says beside its body. */
export interface Answer {
  readonly status: number;
  /** Lower-case names; a repeated header is joined with a comma. */
  readonly headers: Readonly<Record<string, string>>;
  /** The system's id of the request, cut to 128 visible characters. */
  readonly requestId: string | undefined;
}

/** The answer whose body a decoder reads. */
export interface AnswerToDecode extends Answer {
  /** What an error of the decoder's own class has to tell about the call. */
  errorDetails(): ResponseShapeErrorDetails;
}

/** A successful answer. */
export interface ApiResponse<Body = unknown> extends Answer {
  /** The decoded body; `undefined` when the answer had none. */
  readonly body: Body;
  /** How many requests it took. */
  readonly attempts: number;
}

/** A request that was built and not sent. What may hold a secret is a Secret, so it can be printed. */
export interface PreparedRequest {
  readonly method: Method;
  readonly route: string;
  readonly url: Secret;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, Secret>>;
  /** The JSON text, as it would be sent. */
  readonly body: Secret | undefined;
}

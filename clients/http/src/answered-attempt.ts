import { callOf, detailsOf } from './attempt-facts.ts';
import type { AttemptFacts } from './attempt-facts.ts';
import { DecodeError } from './decode.ts';
import type { ErrorAnswer, ErrorMapping, UpstreamError } from './error-mapping.ts';
import { ApiStatusError, HttpError, ResponseShapeError } from './errors.ts';
import type { ResponseShapeErrorDetails } from './errors.ts';
import { adviceOf } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import { Redactor } from './redaction.ts';
import type { ApiRequest, ApiResponse } from './request.ts';
import { readBody, textOf } from './response-body.ts';
import { parseRetryAfter } from './retry-after.ts';
import { isTransientStatus } from './retry-policy.ts';
import type { TransportResponse } from './transport.ts';

const longestId = 128;
const longestCode = 100;
const longestMessage = 500;

/** Reads a 2xx answer. */
export function readSuccess<Body>(
  facts: AttemptFacts,
  request: ApiRequest<Body>,
  answer: TransportResponse,
): ApiResponse<Body> | HttpError {
  const { status, headers } = answer;
  const requestId = requestIdOf(facts, answer);
  const errorDetails = (outcome: Outcome = 'applied'): ResponseShapeErrorDetails => shapeDetails(facts, answer, outcome);
  const read = readBody(answer.body, request.anyContentType === true ? undefined : headers['content-type']);
  if (read.kind === 'unreadable') {
    // Whoever sent this may stand in front of the system, so even a 2xx proves nothing.
    const details = errorDetails('unknown');
    const advice = adviceOf(details.outcome, 'Check that the address is that of the API.');
    return new ResponseShapeError({ fault: `${callOf(details)}: the answer (${status}) ${read.fault}`, advice }, details);
  }
  const value = read.kind === 'json' ? read.value : undefined;
  const known = { status, headers, requestId };
  try {
    // Without a decoder the caller has chosen `unknown` as the type of the body.
    const body = request.decode === undefined ? (value as Body) : request.decode(value, { ...known, errorDetails });
    return { ...known, body, attempts: facts.attempts };
  } catch (error) {
    return errorOfDecoder(facts, answer, error);
  }
}

/** What becomes of an error that a decoder has thrown over a 2xx answer. */
export function errorOfDecoder(facts: AttemptFacts, answer: TransportResponse, error: unknown): HttpError {
  if (HttpError.isInstance(error)) return error;
  const details = shapeDetails(facts, answer, 'applied');
  const fault = error instanceof DecodeError ? error.message : 'the body cannot be decoded';
  const done = details.outcome === 'applied' ? ', but it took effect' : '';
  const advice = "Check that this client fits the system's version.";
  return new ResponseShapeError({ fault: `${callOf(details)}: ${fault}${done}`, advice }, details);
}

function shapeDetails(facts: AttemptFacts, answer: TransportResponse, outcome: Outcome): ResponseShapeErrorDetails {
  const { status } = answer;
  return { ...detailsOf(facts, { outcome, retryable: false, requestId: requestIdOf(facts, answer) }), status };
}

/** The error of an answer outside 2xx. */
export function readRefusal(facts: AttemptFacts, answer: TransportResponse, secrets: readonly string[]): ApiStatusError {
  const { errors, clock } = facts.settings;
  const { status } = answer;
  const redactor = new Redactor([...facts.settings.secrets, ...secrets]);
  const read = readBody(answer.body, answer.headers['content-type']);
  const body = read.kind === 'json' ? redactor.json(read.value) : undefined;
  const text = read.kind === 'unreadable' ? { text: redactor.text(textOf(answer.body)) } : {};
  const seen: ErrorAnswer = { status, headers: redactor.headers(answer.headers), body, ...text };
  const upstream = orNothing(() => (errors.read ?? readAnyObject)(seen));
  const own = {
    outcome: upstream?.outcome ?? outcomeOf(status, upstream !== undefined),
    retryable: upstream?.retryable ?? isTransientStatus(status),
    requestId: requestIdOf(facts, answer, secrets),
  };
  const details = {
    ...detailsOf(facts, own),
    status,
    upstreamCode: cut(redactor, upstream?.code, longestCode),
    upstreamMessage: cut(redactor, upstream?.message, longestMessage),
    retryAfterMs: parseRetryAfter(answer.headers['retry-after'], answer.headers['date'], clock.nowMs()),
  };
  return orNothing(() => errors.create?.(details, seen)) ?? new ApiStatusError(details);
}

/** A mapping that trips over an answer nobody has seen before must not hide what is known about the call. */
function orNothing<Result>(map: () => Result | undefined): Result | undefined {
  try {
    return map();
  } catch {
    return undefined;
  }
}

/** What a status proves about a write. Only the system itself can say that it refused; a 303 may follow a success. */
function outcomeOf(status: number, isOwnBody: boolean): Outcome {
  if (status === 307 || status === 308) return 'not-applied';
  return status >= 400 && status < 500 && isOwnBody ? 'not-applied' : 'unknown';
}

const readAnyObject: NonNullable<ErrorMapping['read']> = ({ body }): UpstreamError | undefined => {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return undefined;
  const code: unknown = Reflect.get(body, 'code');
  const message: unknown = Reflect.get(body, 'message');
  return { code: typeof code === 'string' ? code : undefined, message: typeof message === 'string' ? message : undefined };
};

function requestIdOf({ settings }: AttemptFacts, answer: TransportResponse, secrets: readonly string[] = []): string | undefined {
  const given = answer.headers[settings.requestIdHeader];
  return given === undefined ? undefined : cut(new Redactor([...settings.secrets, ...secrets]), given, longestId);
}

/** What a foreign system says, fit for one line: no secrets, no control characters, not endless. */
function cut(redactor: Redactor, text: string | undefined, length: number): string | undefined {
  if (text === undefined) return undefined;
  const visible = redactor.text(text).replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ');
  return visible.length > length ? `${visible.slice(0, length - 1)}…` : visible;
}

import type { Body } from '../values/json.ts';
import { inserted } from '../values/python-text.ts';

/** An error in the proxy's usual shape: `{"error": {message, type, param, code}}`, the code being the status as a text. */
export class ProxyFailure extends Error {
  override readonly name = 'ProxyFailure';
  readonly status: number;
  readonly type: string;
  readonly param: string | null;
  readonly headers: readonly (readonly [string, string])[];
  /** Stands beside the others in errors of models. */
  readonly provider: Body;

  constructor(message: Body, shape: FailureShape) {
    super(inserted(message));
    this.status = shape.status;
    this.type = shape.type;
    this.param = shape.param;
    this.headers = shape.headers ?? [];
    this.provider = shape.provider ?? null;
  }
}

/** Everything of a {@link ProxyFailure} but its message. `param` is null, the text `None`, or a name. */
export interface FailureShape {
  readonly status: number;
  readonly type: string;
  readonly param: string | null;
  readonly headers?: readonly (readonly [string, string])[];
  readonly provider?: Body;
}

/** An error of the web framework: a status and any JSON as `detail`. Most endpoints turn it into the usual shape. */
export class HttpFailure extends Error {
  override readonly name = 'HttpFailure';
  readonly status: number;
  readonly detail: Body;

  constructor(status: number, detail: Body) {
    super(inserted(detail));
    this.status = status;
    this.detail = detail;
  }
}

/** Anything else that goes wrong in an endpoint. What becomes of it depends on the endpoint. */
export class PlainFailure extends Error {
  override readonly name = 'PlainFailure';
}

/** A fault that nobody catches: a bare 500, after which the proxy drops the connection. */
export class UnhandledFault extends Error {
  override readonly name = 'UnhandledFault';
}

/** `{"detail": {"error": message}}` where it shows as it is, else a printed dictionary as message. */
export const refused = (status: number, message: string): HttpFailure => new HttpFailure(status, { error: message });

/** Something that is looked for by `param` and not there. */
export const notFound = (message: string, param: string): ProxyFailure =>
  new ProxyFailure(message, { status: 404, type: 'not_found_error', param });

/** A request that makes no sense. */
export const badRequest = (message: string, param: string): ProxyFailure =>
  new ProxyFailure(message, { status: 400, type: 'bad_request_error', param });

/** Something that the caller may not see. */
export const forbidden = (message: string, param: string): ProxyFailure =>
  new ProxyFailure(message, { status: 403, type: 'bad_request_error', param });

/** An unnamed fault of the database layer. */
export const internalError = (): HttpFailure => refused(500, 'Internal Server Error.');

/** Columns that must have a value: what the database says when a change gives them none. @throws {PlainFailure} */
export function checkRequired(changes: object, columns: readonly string[]): void {
  const column = columns.find((name) => (changes as Readonly<Record<string, unknown>>)[name] === null);
  if (column === undefined) return;
  const missing = `\`data.${column}\`: A value is required but not set`;
  const both = `Unable to match input value to any allowed input type for the field. Parse errors: [${missing}, ${missing}]`;
  throw new PlainFailure(`Unable to match input value to any allowed input type for the field. Parse errors: [${both}, ${both}]`);
}

import type { IncomingHttpHeaders } from 'node:http';

/** One request as it arrived, raw enough that oddities of path and body survive. */
export interface EmulatedRequest {
  readonly method: string;
  /** The request target exactly as sent, for example `/prefix/access-keys?x=1`. */
  readonly target: string;
  /** Header values by lower-case name. */
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** The address of the caller's end of the connection, for example `127.0.0.1`. */
  readonly remoteAddress: string;
}

/** A body too large to be built at once. */
export interface StreamedBody {
  /** Announced as Content-Length; without it the answer goes out in chunks of unknown number. */
  readonly byteLength?: number;
  readonly chunks: () => Iterable<string | Buffer>;
}

/** What a system answers. Header names and their order are sent as given; the length is added by the server. */
export interface EmulatedAnswer {
  readonly kind: 'answer';
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** `null` sends no body and no Content-Length. */
  readonly body: string | Buffer | StreamedBody | null;
  /** The system drops the connection after this answer without announcing it. @default false */
  readonly dropsConnection?: boolean;
}

/** The system's process died on this request: every connection is cut and nobody listens any more. */
interface ProcessCrash {
  readonly kind: 'crash';
  readonly reason: string;
}

/** What one request leads to. */
export type Outcome = EmulatedAnswer | ProcessCrash;

/** A JSON answer as the control paths and most systems send it. */
export function jsonAnswer(status: number, value: unknown): EmulatedAnswer {
  return { kind: 'answer', status, headers: [['Content-Type', 'application/json']], body: JSON.stringify(value) };
}

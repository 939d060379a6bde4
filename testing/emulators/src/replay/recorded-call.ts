/** A call that was made to a real system, and what it answered. */
export interface RecordedCall {
  /** How reports name it, for example `#12 wrong prefix`. */
  readonly name: string;
  readonly request: RecordedRequest;
  /** `null` when the call was made but its answer is not in the recording: it is sent, and not compared. */
  readonly response: RecordedResponse | null;
}

/** A request, to be sent exactly so. */
export interface RecordedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

/** An answer. Header names are in lower case. */
export interface RecordedResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

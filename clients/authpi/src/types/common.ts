/** A text of which some values are known; the service may have others. */
export type KnownText<Known extends string> = Known | (string & Record<never, never>);

/** Data of yours, under any names. It is sent and shown as it is. */
export type Metadata = Readonly<Record<string, unknown>>;

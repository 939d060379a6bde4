/** What JSON can hold. Intents and settings are of this shape, so that they survive a restart unchanged. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;

/** A JSON object with text keys. */
export interface JsonObject {
  readonly [name: string]: JsonValue;
}

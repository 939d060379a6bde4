import { readObject, readRecords, readText } from '../values/reading.ts';

/** A field that whoever runs the proxy wants to see in the metadata of teams. Nobody is held to it. */
export interface TeamMetadataField {
  readonly key: string;
  readonly label: string | null;
}

/** @throws {DecodeError} */
export function decodeMetadataFields(body: unknown): readonly TeamMetadataField[] {
  return readRecords(readObject(body, '')['fields']).flatMap(({ key, label }) =>
    typeof key === 'string' ? [{ key, label: readText(label) }] : [],
  );
}

import { parseReference } from '../rows/reference.ts';

/** Whether a text names that row, in either of the two forms that the system stores as they were sent. */
export function isReferenceTo(text: string, table: string, key: number): boolean {
  const reference = parseReference(text);
  return reference?.table === table && reference.key === key;
}

import { NotKnownError } from '../kit/not-known.ts';

/**
 * Reads `a=1&b=2`, with `+` for a space. A name given twice becomes a list, `limit[bytes]=1` an object of texts.
 */
export function parseForm(text: string): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const [rawName, value] of new URLSearchParams(text)) {
    const [, name = rawName, inner, deeper] = /^([^[\]]+)\[([^[\]]*)\](.*)$/s.exec(rawName) ?? [];
    if (deeper !== undefined && deeper !== '') throw new NotKnownError('how form fields nested more than one level are read');
    if (Object.hasOwn(Object.prototype, name)) continue; // the server's reader drops names such as __proto__
    const before = fields[name];
    if (inner === undefined) fields[name] = before === undefined ? value : [before, value].flat();
    else if (inner === '') fields[name] = [before ?? [], value].flat();
    else fields[name] = { ...(typeof before === 'object' ? before : {}), [inner]: value };
  }
  return fields;
}

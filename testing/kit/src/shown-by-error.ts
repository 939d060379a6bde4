import { inspect } from 'node:util';

/** What the system said itself is shown on purpose. AuthPI's client has the same words under the names of the vendor's. */
const upstreamNames: readonly string[] = ['upstreamCode', 'upstreamMessage', 'error', 'errorDescription'];

/**
 * Everything that an error shows whoever prints or logs it, but for the words in which the system itself refused: whatever else of an answer
 * is in there has leaked.
 */
export function shownByError(error: unknown): string {
  if (!(error instanceof Error)) return inspect(error);
  const members = Object.entries(error);
  const said = members.flatMap(([name, value]) =>
    upstreamNames.includes(name) && typeof value === 'string' && value !== '' ? [value] : [],
  );
  const own = Object.fromEntries(members.filter(([name]) => !upstreamNames.includes(name)));
  const text = `${error.name} ${error.message}`;
  const words = said.toSorted((one, other) => other.length - one.length).reduce((shown, part) => shown.replaceAll(part, ''), text);
  // Looking into things takes long, and tests look at a hundred thousand errors.
  const isFlat = Object.values(own).every((value) => typeof value !== 'object' || value === null);
  return `${words} ${JSON.stringify(own)} ${isFlat ? '' : inspect(own, { depth: 9 })} ${'cause' in error ? shownByError(error.cause) : ''}`;
}

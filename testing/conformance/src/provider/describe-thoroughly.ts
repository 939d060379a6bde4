import { inspect } from 'node:util';

/** Everything that a careless log or report could show of a value: causes, stacks, hidden and inherited members, JSON. */
export function describeThoroughly(value: unknown): string {
  return [inspect(value, { depth: 12, showHidden: true, getters: true, maxStringLength: null }), asJson(value), String(value)].join('\n');
}

function asJson(value: unknown): string {
  try {
    return JSON.stringify(value) ?? '';
  } catch {
    return '';
  }
}

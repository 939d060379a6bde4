import { NotKnownError } from '../../kit/not-known.ts';
import type { FieldEntry, FieldExpression } from './syntax.ts';

const longestEntry = 500;
const entry = /^(?<expression>.+?)(?:\s+as\s+(?<alias>[\w$]+))?$/s;
const path = /^[\w$]+(?:#[\w$]+)*$/;
const call = /^(?<name>[A-Za-z_]\w*)\(\s*(?<argument>.*?)\s*\)$/s;
const selection = /^(?<of>[\w$]+(?:#[\w$]+)*)\[(?<entries>.*)\]$/s;

/** Reads `fields`; an empty list when there is no name in it. @throws {NotKnownError} for what nobody has tried */
export function parseFields(text: string): readonly FieldEntry[] {
  return splitAtCommas(text).flatMap((part) => (part === '' ? [] : [parseEntry(part)]));
}

function parseEntry(part: string): FieldEntry {
  if (part.length > longestEntry) throw new NotKnownError('how long an entry of "fields" may be');
  const { expression = '', alias } = entry.exec(part)?.groups ?? {};
  return { expression: parseExpression(expression.trim()), alias };
}

function parseExpression(text: string): FieldExpression {
  if (path.test(text)) return { kind: 'path', names: text.split('#') };
  const called = call.exec(text)?.groups;
  if (called !== undefined) return { kind: 'call', name: called['name'] ?? '', argument: parseExpression(called['argument'] ?? '') };
  const selected = selection.exec(text)?.groups;
  if (selected === undefined) throw new NotKnownError(`how the field ${JSON.stringify(text)} is read`);
  parseFields(selected['entries'] ?? '');
  return { kind: 'selection', of: (selected['of'] ?? '').split('#') };
}

/** Commas within parentheses and brackets belong to their entry. */
function splitAtCommas(text: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let part = '';
  for (const letter of text) {
    if ('(['.includes(letter)) depth += 1;
    if (')]'.includes(letter)) depth -= 1;
    if (letter === ',' && depth === 0) {
      parts.push(part.trim());
      part = '';
    } else {
      part += letter;
    }
  }
  return [...parts, part.trim()];
}

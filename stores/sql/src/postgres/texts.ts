/* oxlint-disable no-control-regex -- control characters are what this is about */
// PostgreSQL keeps every character but U+0000, which a foreign system may well use in a name. It is written as two characters, and so
// is the one that introduces them. Texts keep their order: both pairs sort where the single characters would.
const introducer = '\u0001';
const inTheWay = /[\0\u0001]/g;
const pairs = /\u0001([\u0001\u0002])/g;

/** A text as it is stored. */
export function encodeText(text: string): string {
  return text.replace(inTheWay, (character) => introducer + (character === '\0' ? '\u0001' : '\u0002'));
}

/** A stored text as it was given. */
export function decodeText(stored: string): string {
  if (!stored.includes(introducer)) return stored;
  return stored.replace(pairs, (_, kind) => (kind === '\u0001' ? '\0' : introducer));
}

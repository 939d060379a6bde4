import { distance } from 'fastest-levenshtein';

const mostCandidates = 3;
const mostEdits = 3;
const leastSimilarity = 0.4;

/** The known words that a mistyped one may stand for, nearest first; empty when none is near. */
export function nearest(word: string, known: readonly string[]): readonly string[] {
  const typed = word.toLowerCase();
  return [...new Set(known)]
    .map((candidate) => ({ candidate, edits: editsBetween(typed, candidate.toLowerCase()) }))
    .filter(({ candidate, edits }) => isNear(edits, Math.max(typed.length, candidate.length)) || candidate.toLowerCase().startsWith(typed))
    .toSorted((a, b) => a.edits - b.edits)
    .slice(0, mostCandidates)
    .map(({ candidate }) => candidate);
}

/** Letters in another order are one slip of the fingers, however many edits it takes to undo. */
function editsBetween(typed: string, known: string): number {
  const isShuffled = typed !== known && sorted(typed) === sorted(known);
  return isShuffled ? 1 : distance(typed, known);
}

function sorted(word: string): string {
  return word.split('').toSorted().join('');
}

function isNear(edits: number, length: number): boolean {
  return edits <= mostEdits && (length - edits) / length > leastSimilarity;
}

/** `Did you mean "vpn-eu"?`, or what is known when nothing is near. @param noun - what the words are, in the plural */
export function didYouMean(word: string, known: readonly string[], noun: string): string {
  const near = nearest(word, known);
  if (near.length > 0) return `Did you mean ${listWords(near.map((candidate) => `"${candidate}"`))}?`;
  return known.length === 0 ? `There are no ${noun} yet.` : `Known ${noun}: ${known.join(', ')}.`;
}

/** What to type in place of a word that is none of a few. The message before it lists them. */
export function meantOf(word: string, known: readonly string[]): string {
  const near = nearest(word, known);
  return near.length === 0 ? 'Give one of these words.' : `Did you mean ${listWords(near.map((candidate) => `"${candidate}"`))}?`;
}

/** `a`, `a or b`, `a, b or c`. */
export function listWords(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} or ${last}`;
}

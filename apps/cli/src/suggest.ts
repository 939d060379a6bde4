import { distance } from 'fastest-levenshtein';

const mostCandidates = 3;

/** The known words that a mistyped one may stand for, nearest first; empty when none is near. */
export function nearest(word: string, known: readonly string[]): readonly string[] {
  const typed = word.toLowerCase();
  return [...new Set(known)]
    .map((candidate) => ({ candidate, edits: distance(typed, candidate.toLowerCase()) }))
    .filter(({ candidate, edits }) => edits <= Math.max(1, Math.floor(candidate.length * 0.4)) || candidate.startsWith(typed))
    .toSorted((a, b) => a.edits - b.edits)
    .slice(0, mostCandidates)
    .map(({ candidate }) => candidate);
}

/** `Did you mean "vpn-eu"?`, or what is known when nothing is near. @param noun - what the words are, in the plural */
export function didYouMean(word: string, known: readonly string[], noun: string): string {
  const near = nearest(word, known);
  if (near.length > 0) return `Did you mean ${listWords(near.map((candidate) => `"${candidate}"`))}?`;
  return known.length === 0 ? `There are no ${noun} yet.` : `Known ${noun}: ${known.join(', ')}.`;
}

/** `a`, `a or b`, `a, b or c`. */
export function listWords(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} or ${last}`;
}

import { nearest } from '../suggest.ts';
import { UsageError } from '../usage-error.ts';

/** Something that is typed word by word. */
export interface Spelled {
  /** Words as they are typed, ids in angle brackets: `issuer <issuer_id> users get <user_id>`. */
  readonly words: string;
}

/** What was typed, with the ids in it. */
export interface TypedWords<Method extends Spelled> {
  readonly method: Method;
  /** In the order of its words. */
  readonly ids: readonly string[];
}

/**
 * Finds the method that was typed.
 *
 * @throws {UsageError} that names the words which could follow.
 */
export function findMethod<Method extends Spelled>(methods: readonly Method[], typed: readonly string[]): TypedWords<Method> {
  let left = methods.map((method) => ({ method, words: method.words.split(' ') }));
  for (const [place, word] of typed.entries()) {
    const exact = left.filter(({ words }) => words[place] === word);
    // An id may be any text, also one that is a word elsewhere: a word that fits as it is goes first.
    const next = exact.length > 0 ? exact : left.filter(({ words }) => words[place]?.startsWith('<') === true && word !== '');
    if (next.length === 0) throw unknownWord(typed.slice(0, place), { word, possible: followers(left, place) });
    left = next;
  }
  const found = left.find(({ words }) => words.length === typed.length);
  if (found === undefined) throw unknownWord(typed, { word: undefined, possible: followers(left, typed.length) });
  return { method: found.method, ids: typed.filter((_, place) => found.words[place]?.startsWith('<') === true) };
}

/** What may be typed first, for the help. */
export function firstWords(methods: readonly Spelled[]): readonly string[] {
  return followers(
    methods.map(({ words }) => ({ words: words.split(' ') })),
    0,
  );
}

function followers(left: readonly { readonly words: readonly string[] }[], place: number): readonly string[] {
  return [...new Set(left.map(({ words }) => words[place] ?? ''))].filter((word) => word !== '');
}

function unknownWord(
  before: readonly string[],
  { word, possible }: { readonly word: string | undefined; readonly possible: readonly string[] },
): UsageError {
  const place = before.length === 0 ? 'the connection' : `"${before.join(' ')}"`;
  const [near] = word === undefined ? [] : nearest(word, possible);
  const known = possible.length === 0 ? 'Nothing can follow.' : `What can follow: ${possible.join(', ')}.`;
  return new UsageError(
    word === undefined ? `Something is missing behind ${place}` : `"${word}" cannot stand behind ${place}`,
    near === undefined ? known : `Did you mean ${near}? ${known}`,
  );
}

import { DecodeError } from '@keyrack/http';

/**
 * Passes items on that stand in the order that was asked for: a reader that relies on it would lose some without a word.
 *
 * @param path - of the list, for the error.
 * @throws {DecodeError}
 */
export function inOrder<Item>(items: readonly Item[], path: string, rankOf: (item: Item) => string): readonly Item[] {
  const ranks = items.map(rankOf);
  if (ranks.some((rank, index) => rank < (ranks[index - 1] ?? ''))) throw new DecodeError(path, 'in order of creation');
  return items;
}

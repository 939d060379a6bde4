const sharedStart = 4;
const mostEdits = 2;

/** The known name that a misspelt one most likely stands for; `undefined` when none is near. */
export function nearestName(given: string, known: readonly string[]): string | undefined {
  const typed = given.toLowerCase();
  let nearest: { readonly name: string; readonly edits: number } | undefined;
  for (const name of known) {
    const candidate = name.toLowerCase();
    const edits = editsBetween(typed, candidate);
    const isNear = (edits <= mostEdits && edits < typed.length / 2) || typed.slice(0, sharedStart) === candidate.slice(0, sharedStart);
    if (isNear && edits < (nearest?.edits ?? Number.POSITIVE_INFINITY)) nearest = { name, edits };
  }
  return nearest?.name;
}

/** Levenshtein's distance: letters to put in, take out or replace. */
function editsBetween(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [index, letter] of from.split('').entries()) {
    const next = [index + 1];
    for (const [place, other] of to.split('').entries()) {
      const replaced = (row[place] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(replaced, (row[place + 1] ?? 0) + 1, (next[place] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}

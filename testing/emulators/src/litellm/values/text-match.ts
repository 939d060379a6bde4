/** A test for texts that contain a pattern as SQL's ILIKE reads it: case does not count, `%` stands for letters of any number, `_` for one. */
export function containsLike(pattern: string): (text: string | null) => boolean {
  let source = '';
  for (let place = 0; place < pattern.length; place += 1) {
    const letter = pattern.charAt(place);
    if (letter === '%') source += '.*';
    else if (letter === '_') source += '.';
    else if (letter === '\\' && place + 1 < pattern.length) source += literal(pattern.charAt((place += 1)));
    else source += literal(letter);
  }
  const expression = new RegExp(source, 'isu');
  return (text) => text !== null && expression.test(text);
}

/** Orders texts by their letters' numbers, as the database does. */
export function byLetters(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

function literal(letter: string): string {
  return letter.replace(/[\\^$.*+?()[\]{}|/]/u, '\\$&');
}

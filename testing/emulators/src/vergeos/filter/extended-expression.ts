const classes: Readonly<Record<string, string>> = {
  alpha: 'A-Za-z',
  digit: '0-9',
  alnum: 'A-Za-z0-9',
  upper: 'A-Z',
  lower: 'a-z',
  space: ' \\t\\n\\v\\f\\r',
  blank: ' \\t',
  punct: '!-\\/:-@\\[-`\\{-~',
  xdigit: '0-9A-Fa-f',
  cntrl: '\\x00-\\x1f\\x7f',
  print: '\\x20-\\x7e',
  graph: '\\x21-\\x7e',
};

const piece = new RegExp(
  [
    String.raw`\\(?<escaped>[.[\]()*+?{}|^$\\])`,
    String.raw`\[(?<negation>\^?)(?<members>\]?(?:\[:[a-z]+:\]|(?!\[:)[^\]])*)\]`,
    String.raw`(?<repetition>[*+?]|\{\d+(?:,\d*)?\})`,
    String.raw`(?<bracket>[()])`,
    String.raw`(?<sign>[|^$])`,
    String.raw`(?<letter>[^\\[{])`,
  ].join('|'),
  'suy',
);

/**
 * Translates a POSIX extended regular expression. What is none, such as `\d` or `(?i)`, gives `undefined`: there the
 * system matches nothing without a word.
 */
export function extendedExpression(pattern: string): RegExp | undefined {
  let source = '';
  let repeatable = false;
  for (let place = 0; place < pattern.length;) {
    piece.lastIndex = place;
    const found = piece.exec(pattern);
    if (found === null) return undefined;
    place += found[0].length;
    const { escaped, negation, members, repetition, bracket, sign, letter } = found.groups ?? {};
    if (repetition !== undefined && !repeatable) return undefined;
    if (members !== undefined) source += `[${negation}${translatedMembers(members)}]`;
    else if (bracket !== undefined) source += bracket === '(' ? '(?:' : ')';
    else if (escaped !== undefined) source += `\\${escaped}`;
    else source += repetition ?? sign ?? plain(letter ?? '');
    repeatable = repetition === undefined && sign === undefined && bracket !== '(';
  }
  try {
    return new RegExp(source, 'su');
  } catch {
    return undefined; // parentheses that do not match, bounds the wrong way round, classes that do not exist
  }
}

/** Within brackets a backslash stands for itself. */
function translatedMembers(members: string): string {
  return members.replaceAll(/\[:([a-z]+):\]|[\\[\]^]/g, (found, name?: string) =>
    name === undefined ? `\\${found}` : (classes[name] ?? '[]'),
  );
}

function plain(letter: string): string {
  return letter === ']' || letter === '}' ? `\\${letter}` : letter;
}

/**
 * Writes the table of what each system can do into the README and the documentation, from the providers' own capability tables:
 * `npm run capabilities`. The check compares the files with what this would write.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { ProviderCapabilities, ProviderKind } from '@keyrack/contracts';
import { loadProviderKinds } from '@keyrack/runtime';

const begin = '<!-- capabilities: written by npm run capabilities -->';
const end = '<!-- capabilities end -->';

/** The files that hold the table, from the repository's root. */
export const filesWithTable = ['README.md', 'docs/capabilities.md'] as const;

const strategies: Readonly<Record<ProviderCapabilities['issueStrategy'], string>> = {
  'client-chosen-id': 'by the id and password we chose',
  'client-chosen-secret': 'by the hash of the secret we chose',
  'idempotency-key': 'by repeating the request under its key',
  compensate: 'by name; revoked and made again',
};

const kinds = await loadProviderKinds();

const rows: readonly (readonly [string, (capabilities: ProviderCapabilities) => string])[] = [
  ['a lost answer is settled', ({ issueStrategy }) => strategies[issueStrategy]],
  ['shows a secret again', ({ secretReadable }) => yesNo(secretReadable)],
  ['suspends', ({ suspend }) => yesNo(suspend)],
  ['expiry is kept by', ({ expiry }) => (expiry === 'upstream' ? 'the system' : 'Keyrack')],
  ['limits', ({ limits }) => list(limits)],
  ['can be changed', ({ change }) => list(change)],
  ['an end holds everywhere', ({ endLagSeconds = 0 }) => (endLagSeconds === 0 ? 'at once' : `within ${endLagSeconds} s`)],
  ['tells of use', ({ usage }) => list(usage)],
  ['a secret can be tried', ({ probe }) => yesNo(probe)],
  ['adopted keys show whose they are', ({ change }) => (change.includes('marker') ? 'at once' : 'once they are rotated')],
  ['takes besides', ({ issueOptions }) => list(issueOptions.map(({ name }) => `--${name}`))],
];

/** The table in Markdown. */
export function capabilityTable(kinds: readonly ProviderKind[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const head = [line(['', ...kinds.map(({ displayName }) => displayName)]), `|${'---|'.repeat(kinds.length + 1)}`];
  return [...head, ...rows.map(([name, cell]) => line([name, ...kinds.map(({ capabilities }) => cell(capabilities))]))].join('\n');
}

/** A document with the table between its two marks. @throws {Error} when the marks are not there */
export function withTable(document: string, table: string): string {
  const [before, rest] = document.split(begin);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined) throw new Error(`the document lacks the marks "${begin}" and "${end}"`);
  return `${before}${begin}\n\n${table}\n\n${end}${after}`;
}

/** Reads one of the files, as it is and as it should be. */
export function compareFile(file: (typeof filesWithTable)[number]): {
  readonly path: string;
  readonly is: string;
  readonly should: string;
} {
  const path = fileURLToPath(new URL(`../${file}`, import.meta.url));
  const is = readFileSync(path, 'utf8');
  return { path, is, should: withTable(is, capabilityTable(kinds)) };
}

function yesNo(able: boolean): string {
  return able ? 'yes' : 'no';
}

function list(names: readonly string[]): string {
  return names.length === 0 ? '-' : names.join(', ');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const file of filesWithTable) {
    const { path, should } = compareFile(file);
    writeFileSync(path, should);
  }
}

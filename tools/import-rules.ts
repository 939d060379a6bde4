import type { OxlintOverride } from 'oxlint';
import { spelledOut, testFiles, testsMayAlsoImport, type Row } from './architecture.ts';

interface Pattern {
  readonly group?: string[];
  readonly regex?: string;
  readonly allowImportNamePattern?: string;
  readonly message: string;
}

/**
 * A relative path that leaves its package passes through another package's folder before a `src`, `test` or build folder,
 * or through one of the two folders that nobody imports.
 */
const intoAnotherPackage: Pattern = {
  regex: '^(\\.\\.?/)+([^./][^/]*/(.+/)?(src|test|dist|bundle)/|(tools|bench)/)',
  message: 'Import another package by its name, never by a path.',
};

/** The import table as overrides for the rule `no-restricted-imports`, two for each row: its sources, then its tests. */
export function importOverrides(rows: readonly Row[] = spelledOut()): OxlintOverride[] {
  return rows.flatMap((row) => [
    override([`${row.folder}/**`], row, []),
    override(
      testFiles.map((files) => `${row.folder}/${files}`),
      row,
      testsMayAlsoImport,
    ),
  ]);
}

function override(files: string[], row: Row, also: readonly string[]): OxlintOverride {
  const isFree = row.mayImport === 'everything' || also.length > 0;
  return {
    files,
    rules: {
      'no-restricted-imports': ['error', { patterns: [...packagePatterns(row, also), intoAnotherPackage] }],
      'keyrack/no-create-require': isFree ? 'off' : 'error',
    },
  };
}

function packagePatterns({ folder, mayImport, errorsOf = [] }: Row, also: readonly string[]): Pattern[] {
  if (mayImport === 'everything') return [];
  const allowed = [...mayImport, ...also];
  const listed = allowed.length > 0 ? `only ${allowed.join(', ')}` : 'no package of ours';
  return [
    ...errorsOf.map((name) => ({
      regex: `^${name}$`, // a group would be undone by the exception that the next one makes
      allowImportNamePattern: 'Error$',
      message: `${folder} may import nothing but errors from ${name}.`,
    })),
    {
      group: ['keyrack', 'keyrack/**', '@keyrack/**', ...[...allowed, ...errorsOf].map((name) => `!${name}`)],
      message: `${folder} may import ${listed}: see tools/architecture.ts.`,
    },
  ];
}

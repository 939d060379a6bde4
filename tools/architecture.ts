/** One row of the import table: a folder, and the packages of ours that its sources may import. */
export interface Row {
  /** The folder; `*` stands for any name, `<system>` for one system's, the same in the whole row. */
  readonly folder: string;
  /** Package names, `*` standing for any rest; `everything` for folders that wire things together. */
  readonly mayImport: readonly string[] | 'everything';
  /** Packages of which only the error classes may be imported. */
  readonly errorsOf?: readonly string[];
}

const systems = ['outline', 'litellm', 'vergeos', 'authpi'];
const secrets = ['@keyrack/secret', '@keyrack/encryption'];
const clients = ['@keyrack/http', '@keyrack/<system>'];
const adapters = ['@keyrack/provider-*', '@keyrack/store-*', '@keyrack/sink-*'];
const apps = ['@keyrack/runtime', '@keyrack/contracts', ...secrets, ...clients];

/**
 * Who may import whom. This is the one place where it is written: the linter is configured from it, AGENTS.md shows it, and
 * a package that no row covers fails the check. Where two rows match a file, the later one holds.
 */
const importTable: readonly Row[] = [
  { folder: 'secrets/value', mayImport: [] },
  { folder: 'contracts', mayImport: ['@keyrack/secret'] },
  { folder: 'clients/http', mayImport: ['@keyrack/secret'] },
  { folder: 'clients/<system>', mayImport: ['@keyrack/http', '@keyrack/secret'] },
  { folder: 'secrets/encryption', mayImport: ['@keyrack/contracts', '@keyrack/secret'] },
  { folder: 'providers/<system>', mayImport: ['@keyrack/contracts', ...secrets, '@keyrack/<system>'], errorsOf: ['@keyrack/http'] },
  { folder: 'stores/*', mayImport: ['@keyrack/contracts', ...secrets] },
  { folder: 'sinks/*', mayImport: ['@keyrack/contracts', ...secrets] },
  { folder: 'engine', mayImport: ['@keyrack/contracts', ...secrets] },
  { folder: 'testing/emulators', mayImport: [] },
  { folder: 'testing/kit', mayImport: ['@keyrack/contracts', ...secrets] },
  { folder: 'testing/conformance', mayImport: ['@keyrack/contracts', ...secrets, '@keyrack/testing-kit'] },
  { folder: 'testing/postgres', mayImport: [] },
  { folder: 'runtime', mayImport: ['@keyrack/contracts', ...secrets, ...clients, ...adapters, '@keyrack/engine'] },
  { folder: 'apps/cli', mayImport: [...apps, '@keyrack/emulators', '@keyrack/server'] },
  { folder: 'apps/server', mayImport: apps },
  { folder: 'apps/console', mayImport: apps },
  { folder: 'testing/system', mayImport: 'everything' },
  { folder: 'testing/peers', mayImport: 'everything' },
  { folder: 'testing/real', mayImport: 'everything' },
  { folder: 'bench', mayImport: 'everything' },
  { folder: 'tools', mayImport: 'everything' },
];

/** What tests may import besides: those beside the sources and those in `test/`. */
export const testsMayAlsoImport: readonly string[] = [
  '@keyrack/testing-kit',
  '@keyrack/testing-postgres',
  '@keyrack/conformance',
  '@keyrack/emulators',
];

/** Which files are tests, within a folder. */
export const testFiles: readonly string[] = ['**/*.test.ts', '**/*.test-d.ts', 'test/**'];

/** Folders below `runtime`, which take the clock, randomness and the environment from their caller instead of reading them. */
export const withoutAmbientInputs: readonly string[] = ['contracts', 'clients', 'secrets', 'engine', 'providers', 'stores', 'sinks'];

/** The table with every `<system>` spelled out: a row for each where the folder is a system's own, else all names in one row. */
export function spelledOut(rows: readonly Row[] = importTable): readonly Row[] {
  return rows.flatMap((row) => {
    if (!row.folder.includes('<system>')) return [named(row, systems)];
    return systems.map((system) => ({ ...named(row, [system]), folder: row.folder.replace('<system>', system) }));
  });
}

function named(row: Row, names: readonly string[]): Row {
  if (row.mayImport === 'everything') return row;
  const spell = (name: string): string[] => (name.includes('<system>') ? names.map((system) => name.replace('<system>', system)) : [name]);
  return { ...row, mayImport: row.mayImport.flatMap(spell) };
}

/** The table as it stands in AGENTS.md. */
export function renderTable(rows: readonly Row[] = importTable): string {
  const cell = ({ mayImport, errorsOf = [] }: Row): string => {
    if (mayImport === 'everything') return 'everything';
    const names = [...mayImport.map((name) => `\`${name}\``), ...errorsOf.map((name) => `errors of \`${name}\``)];
    return names.join(', ') || 'nothing of ours';
  };
  return ['| folder | may import |', '|---|---|', ...rows.map((row) => `| \`${row.folder}\` | ${cell(row)} |`)].join('\n');
}

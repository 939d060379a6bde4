import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { ImportResult, OutlineClient } from '@keyrack/outline';
import { importAccessKeys, readExport } from '@keyrack/outline';
import type { Context } from '../../context.ts';
import type { ExitCode } from '../../exit-code.ts';
import { combineExitCodes, exitCode } from '../../exit-code.ts';
import { confirmChange } from '../../input/confirm.ts';
import type { ListView } from '../../output/list-writer.ts';
import { printRows } from '../../output/print-list.ts';
import { count } from '../../output/words.ts';
import { UsageError } from '../../usage-error.ts';
import { valuesOf } from './act.ts';
import type { OutlineAct } from './act.ts';
import { withOutline } from './client.ts';

/** What became of one key, on our wire. */
interface ImportRecord {
  readonly id: string;
  readonly name: string;
  readonly result: ImportResult['kind'];
  readonly reason: string | null;
}

/** `keyrack outline <connection> import`: looks first, asks, then makes what is not there yet. */
export const importKeys: OutlineAct = async (context, words) => {
  const [path = ''] = valuesOf(words, ['file']);
  const { connection, options } = words;
  const text = path === '-' ? await context.host.input.readAll() : null;
  const lines = (): Iterable<string> | AsyncIterable<string> => (text === null ? linesOf(path) : text.split('\n'));
  const run = (client: OutlineClient, dryRun: boolean): AsyncGenerator<ImportResult> =>
    importAccessKeys(client, readExport(lines()), { dryRun, signal: context.host.signal });
  return withOutline(context, { connection, purpose: options.dryRun === true ? 'import --dry-run' : 'import' }, async (client) => {
    if (options.dryRun === true) return print(context, words, run(client, true));
    let fresh = 0;
    for await (const { kind } of run(client, true)) fresh += kind === 'would-create' ? 1 : 0;
    if (fresh > 0 && !(await confirmChange(context.host, `Make ${count(fresh, 'key')} on ${connection}?`, options.yes ?? false)))
      return exitCode.done;
    return print(context, words, run(client, false));
  });
};

async function print(context: Context, { options }: Parameters<OutlineAct>[1], results: AsyncIterable<ImportResult>): Promise<ExitCode> {
  const codes = new Set<ExitCode>();
  await printRows(context.host, { format: options.output, view, whenEmpty: 'The export holds no keys.' }, records(results, codes));
  return combineExitCodes([...codes]);
}

async function* records(results: AsyncIterable<ImportResult>, codes: Set<ExitCode>): AsyncIterable<readonly ImportRecord[]> {
  for await (const result of results) {
    codes.add(codeOf(result));
    yield [{ id: result.id, name: result.name, result: result.kind, reason: reasonOf(result) }];
  }
}

function codeOf(result: ImportResult): ExitCode {
  if (result.kind === 'failed') return result.error.outcome === 'unknown' ? exitCode.unknown : exitCode.failed;
  return result.kind === 'taken' ? exitCode.failed : exitCode.done;
}

function reasonOf(result: ImportResult): string | null {
  if (result.kind === 'failed') return result.error.fault;
  return result.kind === 'taken' ? `another key has this id: it differs in ${result.differs.join(', ')}` : null;
}

async function* linesOf(path: string): AsyncIterable<string> {
  try {
    yield* createInterface({ input: createReadStream(path, 'utf8') });
  } catch {
    throw new UsageError(
      `${path} cannot be read`,
      'Give the file that "keyrack outline <connection> export" wrote, or - for standard input.',
    );
  }
}

const view: ListView<ImportRecord> = {
  fields: ['id', 'name', 'result', 'reason'],
  columns: [
    { title: 'ID', cell: ({ id }) => id },
    { title: 'NAME', cell: ({ name }) => name },
    { title: 'RESULT', cell: ({ result }) => result.replaceAll('-', ' ') },
    { title: 'REASON', cell: ({ reason }) => reason ?? '' },
  ],
};

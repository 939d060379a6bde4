import type { Rack } from '@keyrack/runtime';
import type { Context } from '../context.ts';
import type { ExitCode } from '../exit-code.ts';
import { combineExitCodes, exitCode } from '../exit-code.ts';
import { OutputError } from '../host.ts';
import type { DryRunOptions, YesOptions } from '../options.ts';
import type { OutputOptions } from '../output/format.ts';
import { printRows } from '../output/print-list.ts';
import { printable } from '../output/printable.ts';
import { showProgress } from '../output/progress.ts';
import { count } from '../output/words.ts';
import { keyActList } from '../records/key-act-record.ts';
import { failureText, reportStop } from '../report-failure.ts';
import { agree } from './agree.ts';
import type { KeyAct } from './key-act.ts';
import type { Performed } from './perform.ts';
import { perform } from './perform.ts';
import { sayEndLag } from './end-lag.ts';
import type { Target } from './target.ts';

/** What is to be done, and to which keys. */
export interface ActRequest {
  readonly act: KeyAct;
  readonly targets: readonly Target[];
  readonly options: OutputOptions & DryRunOptions & YesOptions;
}

/** Does something to keys, one after the other: a failure does not keep the others waiting. Prints what became of each. */
export async function actOnKeys(context: Context, rack: Rack, request: ActRequest): Promise<ExitCode> {
  const { host } = context;
  const { agreed, possible, refused } = await agree(context, request);
  if (!agreed) return request.options.dryRun ? combineExitCodes(codesOf([...refused, ...possible.map(() => null)])) : exitCode.failed;
  const performed = await performAll(context, rack, { ...request, targets: possible });
  const rows = [...performed, ...refused].map(({ record }) => record);
  const listing = { format: request.options.output, view: keyActList, whenEmpty: '' };
  const lost = await printRows(host, listing, [rows]).then(() => null, outputLost);
  const done = performed.filter(({ failure, record }) => failure === null && record.operationId !== null).map(({ target }) => target);
  if (request.act.isEnd) await sayEndLag(host, rack, done);
  for (const { failure } of performed) if (failure) await host.errors.write(failureText(host, failure));
  const stopped = { codes: codesOf(performed), left: untouched(possible.length - performed.length) };
  const code = (await reportStop(host, stopped)) ?? combineExitCodes(codesOf([...performed, ...refused]));
  if (lost !== null && code === exitCode.done) throw lost;
  return code;
}

/** Does it to each key, as long as nobody stops it. Prints nothing but progress. */
export async function performAll(
  { host }: Context,
  rack: Rack,
  { act, targets }: Omit<ActRequest, 'options'>,
): Promise<readonly Performed[]> {
  const progress = await showProgress(host, act.doing, targets.length);
  const performed: Performed[] = [];
  for (const target of targets) {
    if (host.signal.aborted) break;
    progress.update(performed.length, printable(target.key.name));
    performed.push(await perform(host, rack, { act, target }));
  }
  progress.stop();
  return performed;
}

/** What Ctrl-C left undone. */
export function untouched(keys: number): string | null {
  return keys === 0 ? null : `${count(keys, 'key was', 'keys were')} not touched.`;
}

/** What became of the keys is said also when it cannot be printed. */
function outputLost(error: unknown): OutputError {
  if (error instanceof OutputError) return error;
  throw error;
}

/** Null stands for a key that nothing failed on. */
function codesOf(results: readonly (Pick<Performed, 'failure'> | null)[]): readonly ExitCode[] {
  return results.map((result) => result?.failure?.exitCode ?? exitCode.done);
}

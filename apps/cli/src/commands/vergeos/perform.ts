import type { Context } from '../../context.ts';
import type { ExitCode } from '../../exit-code.ts';
import { exitCode } from '../../exit-code.ts';
import { confirmChange } from '../../input/confirm.ts';
import { printDryRun } from '../../output/print-dry-run.ts';
import { printItems, printObject } from '../../output/print-object.ts';
import type { VergeOSOptions } from '../vergeos.ts';
import type { OpenedVergeOS } from './client.ts';
import type { TypedMethod, VergeOSInput } from './method.ts';
import { refuseHarm } from './refusals.ts';

/** What a table shows of any kind of row, where it has it. */
const columnNames = [
  '$key',
  'key',
  'name',
  'type',
  'enabled',
  'email',
  'identity',
  'memberCount',
  'memberName',
  'identityName',
  'table',
  'row',
  'rights',
];

/** Does what was typed. */
export async function perform(
  { host }: Context,
  { client, ownUser }: OpenedVergeOS,
  what: { readonly typed: TypedMethod; readonly input: VergeOSInput; readonly options: VergeOSOptions },
): Promise<ExitCode> {
  const { typed, input, options } = what;
  const { method, ids } = typed;
  if (method.kind === 'list') {
    const { limit: most, output: format } = options;
    await printItems(host, { format, most, columnNames }, eachShown(method.list(client, input)));
    return exitCode.done;
  }
  if (method.kind === 'read') {
    await printObject(host, options.output, shown((await method.read(client, input)) as object)); // every reading gives an object
    return exitCode.done;
  }
  const call = await method.prepare(client, input);
  await refuseHarm(call, { client, ownUser });
  if (options.dryRun === true) {
    await printDryRun(host, options.output, call);
    return exitCode.done;
  }
  const isAgreed =
    method.isFinal !== true || (await confirmChange(host, `Really ${method.words}: ${ids.join(', ')}?`, options.yes ?? false));
  if (!isAgreed) return exitCode.done;
  const result = await client.send(call, { signal: host.signal });
  if (typeof result === 'object' && result !== null) await printObject(host, options.output, shown(result));
  else await host.errors.write(`Done: ${method.words}: ${ids.join(', ')}.\n`);
  return exitCode.done;
}

/** What people are shown of a row: instants once, and none of the columns a second time. */
function shown(item: object): object {
  const entries = Object.entries(item).filter(([name]) => name !== 'columns' && !(`${name}At` in item));
  return Object.fromEntries(entries.map(([name, value]) => [name, value instanceof Date ? value.toISOString() : (value as unknown)]));
}

async function* eachShown(rows: AsyncIterable<object>): AsyncIterable<object> {
  for await (const row of rows) yield shown(row);
}

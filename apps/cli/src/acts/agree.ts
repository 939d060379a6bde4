import type { Context } from '../context.ts';
import { confirmChange } from '../input/confirm.ts';
import type { DryRunOptions, YesOptions } from '../options.ts';
import { TableLayout } from '../output/table.ts';
import { count } from '../output/words.ts';
import type { KeyRecord } from '../records/key-record.ts';
import { keyList, keyRecord } from '../records/key-record.ts';
import { failureText } from '../report-failure.ts';
import type { KeyAct } from './key-act.ts';
import type { Performed } from './perform.ts';
import { notDone } from './perform.ts';
import type { Target } from './target.ts';
import { targetName } from './target.ts';

/** What is to be done, to which keys, and how the person wants to be asked. */
export interface Proposal {
  readonly act: Pick<KeyAct, 'verb' | 'done' | 'isFinal' | 'preview'>;
  readonly targets: readonly Target[];
  readonly options: DryRunOptions & YesOptions;
  /** What a person should know before, as a full sentence. */
  readonly note?: string;
}

/** What came of a proposal. */
export interface Agreement {
  /** False: it was only to be shown, or the person said no. Nothing is to be done then. */
  readonly agreed: boolean;
  /** The keys that it can be done to. */
  readonly possible: readonly Target[];
  /** Those that it cannot be done to; the person knows why. */
  readonly refused: readonly Performed[];
}

/**
 * Shows the keys before something is done to several of them or for good, and asks. One key that can be had back is taken
 * as it was typed.
 */
export async function agree(context: Context, proposal: Proposal): Promise<Agreement> {
  const { host } = context;
  const { act, targets, options } = proposal;
  const worthAsking = act.isFinal || targets.length > 1;
  const asks = worthAsking && !options.yes;
  if (!asks && !options.dryRun && targets.length === 1) return { agreed: true, possible: targets, refused: [] };
  const { possible, refused } = await look(context, proposal);
  // Said once for all of them, however many there are.
  if (options.dryRun || possible.length === 0) await host.errors.write('Nothing was changed.\n');
  if (options.dryRun) return { agreed: false, possible, refused };
  // Where nothing is possible, the reasons were said, and a question would be asked in vain.
  if (!asks || possible.length === 0) return { agreed: true, possible, refused };
  return { agreed: await confirmChange(host, question(act, possible.length), false), possible, refused };
}

async function look({ host }: Context, { act, targets, note }: Proposal): Promise<Omit<Agreement, 'agreed'>> {
  const possible: Target[] = [];
  const refused: Performed[] = [];
  const rows: KeyRecord[] = [];
  for (const target of targets) {
    host.signal.throwIfAborted();
    try {
      rows.push(keyRecord(await act.preview(target), target.version, target.connection));
      possible.push(target);
    } catch (error) {
      refused.push(notDone(host, target, error));
    }
  }
  const title = `To be ${act.done}: ${possible.length === 0 ? 'no key' : count(possible.length, 'key')}\n`;
  const table = rows.length === 0 ? '' : new TableLayout(keyList.columns, host.errors).render(rows);
  const failures = refused.map(({ target, failure }) =>
    failure === null ? '' : failureText(host, { ...failure, message: `${targetName(target)}: ${failure.message}`, outcome: null }),
  );
  await host.errors.write(`${title}${table}${note === undefined || possible.length === 0 ? '' : `${note}\n`}${failures.join('')}`);
  return { possible, refused };
}

function question({ verb, isFinal }: Proposal['act'], keys: number): string {
  return `${verb} ${keys === 1 ? 'this key' : `these ${keys} keys`}${isFinal ? ' for good' : ''}?`;
}

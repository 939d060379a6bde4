import type { Rack } from '@keyrack/runtime';
import { Command } from 'commander';
import type { Proposal } from '../acts/agree.ts';
import { agree } from '../acts/agree.ts';
import { namedTargets } from '../acts/target.ts';
import type { Context } from '../context.ts';
import { changeRack, readRack } from '../context.ts';
import type { ExitCode } from '../exit-code.ts';
import { combineExitCodes, exitCode } from '../exit-code.ts';
import { oneOf } from '../input/numbers.ts';
import type { OverlapOptions } from '../input/overlap.ts';
import { overlapMs, overlapNote, overlapOption } from '../input/overlap.ts';
import { collectList } from '../input/pairs.ts';
import type { Invocation } from '../invocation.ts';
import type { DryRunOptions, YesOptions } from '../options.ts';
import { dryRunOption, examples, keysArgument, valueOption, yesOption } from '../options.ts';
import type { OutputOptions } from '../output/format.ts';
import { outputOption } from '../output/format.ts';
import { rotateKeys } from '../rotation.ts';

/** What must hold before an old secret ends. Both always do: a gate that is named is one that somebody counts on. */
const gates = ['delivered', 'soak'] as const;

interface RotateOptions extends OutputOptions, DryRunOptions, YesOptions, OverlapOptions {
  readonly gate?: readonly (typeof gates)[number][];
}

/** `keyrack rotate`. */
export function rotateCommand(invocation: Invocation): Command {
  return new Command('rotate')
    .summary('replace the secret of keys; the old one stays valid for a while')
    .description(
      'Makes a new secret for each key and prints it, alone, on standard output. The key keeps its id and its name.\nWhere the system has a way to, the new secret is tried first: one that does not work is given to nobody.\nThe old secret stays valid until the new one was taken and the overlap is over. Until it is being retired, the rotation can be aborted.',
    )
    .addArgument(keysArgument())
    .addOption(overlapOption())
    .addOption(
      valueOption(
        '--gate <gates>',
        'what must hold before the old secret ends; both always do: delivered (the new one was printed), soak (the overlap is over)',
        (text, before: readonly (typeof gates)[number][] = []) => [...before, ...collectList(text).map(oneOf(gates))],
      ),
    )
    .addOption(dryRunOption())
    .addOption(yesOption())
    .addOption(outputOption())
    .addHelpText(
      'after',
      examples([
        ['keyrack rotate vpn-eu/alice-laptop', 'both secrets are valid for a day'],
        ['keyrack rotate ci-key --overlap 0s | deploy-secret', 'the old one ends once the new one was taken'],
        ['keyrack rotate api-1 api-2 --yes -o jsonl', '{"key": {...}, "secret": "..."}, one line for each'],
        ['keyrack operations abort op_4f2a --reason "consumer failed"', 'takes the new one back'],
      ]),
    )
    .action(
      invocation.handle<RotateOptions, [readonly string[]]>((context, options, [texts]) => {
        const open = options.dryRun ? readRack : changeRack;
        return open(context, (rack) => rotate(context, rack, { texts, options }));
      }),
    );
}

async function rotate(
  context: Context,
  rack: Rack,
  { texts, options }: { readonly texts: readonly string[]; readonly options: RotateOptions },
): Promise<ExitCode> {
  const nowMs = context.host.nowMs();
  const overlap = overlapMs(options, nowMs);
  const targets = await namedTargets(rack, texts);
  const proposal = { act: rotation(rack, overlap), targets, options, note: overlapNote(overlap, nowMs) };
  const { agreed, possible, refused } = await agree(context, proposal);
  const codes = refused.flatMap(({ failure }) => failure?.exitCode ?? []);
  if (!agreed) return options.dryRun ? combineExitCodes([...codes, ...possible.map(() => exitCode.done)]) : exitCode.failed;
  if (possible.length > 0) {
    const request = { targets: possible, overlapMs: overlap, output: options.output, isList: targets.length > 1 };
    codes.push(await rotateKeys(context, rack, request));
  }
  return combineExitCodes(codes);
}

function rotation(rack: Rack, overlap: number): Proposal['act'] {
  return {
    verb: 'Rotate',
    done: 'rotated',
    isFinal: false,
    preview: ({ key }) => rack.keys.previewRotate(key.id, { overlapMs: overlap }),
  };
}

import type { Rack } from '@keyrack/runtime';
import { Command } from 'commander';
import { actOnKeys, performAll, untouched } from '../acts/act-on-keys.ts';
import { adoption, adoptionNote, foreignTargets } from '../acts/adoption.ts';
import type { AdoptRequest } from '../acts/adoption.ts';
import { agree } from '../acts/agree.ts';
import type { Target } from '../acts/target.ts';
import { namedTargets } from '../acts/target.ts';
import type { Context } from '../context.ts';
import { changeRack, readRack } from '../context.ts';
import type { ExitCode } from '../exit-code.ts';
import { combineExitCodes, exitCode } from '../exit-code.ts';
import type { KeySelectionOptions } from '../input/key-selection.ts';
import { keySelectionOptions } from '../input/key-selection.ts';
import type { OverlapOptions } from '../input/overlap.ts';
import { overlapMs, overlapNote, overlapOption } from '../input/overlap.ts';
import { collect, parsePairs } from '../input/pairs.ts';
import type { RotationPolicyOptions } from '../input/rotation-policy.ts';
import { rotationPolicy, rotationPolicyOptions } from '../input/rotation-policy.ts';
import type { Invocation } from '../invocation.ts';
import type { DryRunOptions, YesOptions } from '../options.ts';
import { dryRunOption, examples, keysArgument, valueOption, yesOption } from '../options.ts';
import type { OutputOptions } from '../output/format.ts';
import { outputOption } from '../output/format.ts';
import { count } from '../output/words.ts';
import { failureText, reportStop } from '../report-failure.ts';
import { rotateKeys } from '../rotation.ts';
import { UsageError } from '../usage-error.ts';

interface AdoptOptions extends OutputOptions, DryRunOptions, YesOptions, KeySelectionOptions, OverlapOptions, RotationPolicyOptions {
  readonly allForeign?: boolean;
  readonly name?: string;
  readonly owner?: string;
  readonly purpose?: string;
  readonly label?: readonly string[];
  readonly rotate?: boolean;
  readonly fromRack?: string;
}

/** `keyrack adopt`. */
export function adoptCommand(invocation: Invocation): Command {
  const command = new Command('adopt')
    .summary('make foreign keys ours')
    .description(
      'Records keys that were made outside as keys of this rack. In the system only our marker is added, where it has a place for one\n(LiteLLM, AuthPI); names and secrets stay what they are. Where it has none (Outline, VergeOS), other racks do not see that a key is ours until it\nis rotated. With --rotate each gets a new secret at once, which is printed and known to nobody else.',
    )
    .addArgument(keysArgument().argOptional())
    .option('--all-foreign', 'every foreign key, or those that the following choose');
  for (const option of keySelectionOptions()) command.addOption(option.helpGroup('Which keys:'));
  for (const option of rotationPolicyOptions()) command.addOption(option);
  return command
    .option('--name <name>', 'what to call it from now on; for one key')
    .option('--owner <id>', 'the person or service they are for')
    .option('--purpose <text>', 'what they are for, in words')
    .addOption(valueOption('--label <name=value>', 'a label of your own; repeatable', collect))
    .option('--from-rack <id>', 'also keys of this other rack, which is no more')
    .option('--rotate', 'give each a new secret at once, and print it')
    .addOption(overlapOption())
    .addOption(dryRunOption())
    .addOption(yesOption())
    .addOption(outputOption())
    .addHelpText(
      'after',
      examples([
        ['keyrack adopt vpn-eu/bob-phone --owner bob', ''],
        ['keyrack adopt key_4f2a --name reception --rotate', 'prints its new secret'],
        ['keyrack adopt --all-foreign --connection vpn-eu --dry-run', 'only shows what would be ours'],
      ]),
    )
    .action(
      invocation.handle<AdoptOptions, [readonly string[]]>((context, options, [texts]) => {
        checkChoice(texts, options);
        const open = options.dryRun ? readRack : changeRack;
        return open(context, async (rack) => {
          const targets = texts.length > 0 ? await namedTargets(rack, texts) : await foreignTargets(context.host, rack, options);
          if (targets.length === 0) {
            await context.host.errors.write('No foreign key fits; keyrack sync reads the systems anew.\n');
            return exitCode.done;
          }
          if (options.rotate) return adoptAndRotate(context, rack, { targets, options });
          const note = await adoptionNote(rack, targets);
          if (note !== null) await context.host.errors.write(`${note}\n`);
          const act = adoption(context.host, rack, adoptRequest(options, context.host.nowMs()));
          return actOnKeys(context, rack, { act, targets, options });
        });
      }),
    );
}

/** @throws {UsageError} where it is not said, or said twice, which keys are meant */
function checkChoice(texts: readonly string[], { allForeign, connection, expiresBefore, unusedFor, ...options }: AdoptOptions): void {
  const isChosen = [allForeign, connection, expiresBefore, unusedFor].some((given) => given !== undefined);
  if (texts.length === 0 && !isChosen)
    throw new UsageError(
      'Nothing to adopt was named',
      'Name keys, or choose among the foreign ones: --all-foreign, --connection, --unused-for.',
    );
  if (texts.length > 0 && isChosen) throw new UsageError('Both keys and a choice of keys were given', 'Give one or the other.');
  if (options.name !== undefined && texts.length !== 1) throw new UsageError('--name is for one key', 'Name that key, and no other.');
  if (options.overlap !== undefined && !options.rotate) throw new UsageError('--overlap was given without --rotate', 'Add --rotate.');
}

function adoptRequest({ name, owner, purpose, label, fromRack, ...options }: AdoptOptions, nowMs: number): AdoptRequest {
  const policy = rotationPolicy(options, nowMs);
  return {
    ...(name !== undefined && { name }),
    ...(owner !== undefined && { ownerId: owner }),
    ...(purpose !== undefined && { purpose }),
    ...(fromRack !== undefined && { fromRackId: fromRack }),
    ...(label !== undefined && { labels: parsePairs(label, '--label') }),
    ...(policy !== undefined && { rotationPolicy: policy }),
  };
}

async function adoptAndRotate(
  context: Context,
  rack: Rack,
  { targets, options }: { readonly targets: readonly Target[]; readonly options: AdoptOptions },
): Promise<ExitCode> {
  const { host } = context;
  const overlap = overlapMs(options, host.nowMs());
  const act = adoption(host, rack, adoptRequest(options, host.nowMs()));
  const { agreed, possible, refused } = await agree(context, { act, targets, options, note: overlapNote(overlap, host.nowMs()) });
  const codes = refused.flatMap(({ failure }) => failure?.exitCode ?? []);
  if (!agreed) return options.dryRun ? combineExitCodes([...codes, ...possible.map(() => exitCode.done)]) : exitCode.failed;
  const performed = await performAll(context, rack, { act, targets: possible });
  for (const { failure } of performed) {
    if (failure === null) continue;
    codes.push(failure.exitCode);
    await host.errors.write(failureText(host, failure));
  }
  const adopted = performed.filter(({ failure }) => failure === null);
  if (host.signal.aborted) {
    const notRotated = adopted.length === 0 ? null : `${count(adopted.length, 'key was', 'keys were')} adopted and not rotated.`;
    const left = [notRotated, untouched(possible.length - performed.length)].filter((part) => part !== null).join(' ') || null;
    return (await reportStop(host, { codes, left })) ?? combineExitCodes(codes);
  }
  const request = {
    targets: adopted.map(({ target, record: { name } }) => ({ ...target, key: { ...target.key, name } })),
    overlapMs: overlap,
    output: options.output,
    isList: targets.length > 1,
  };
  if (adopted.length > 0) codes.push(await rotateKeys(context, rack, request));
  return combineExitCodes(codes);
}

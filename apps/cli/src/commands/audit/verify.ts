import { Command } from 'commander';
import type { Context } from '../../context.ts';
import { readRack } from '../../context.ts';
import type { ExitCode } from '../../exit-code.ts';
import { exitCode } from '../../exit-code.ts';
import { someText } from '../../input/pairs.ts';
import type { Invocation } from '../../invocation.ts';
import { examples, valueOption } from '../../options.ts';
import type { OutputOptions } from '../../output/format.ts';
import { outputOption } from '../../output/format.ts';
import { printRecord } from '../../output/print-record.ts';
import type { VerificationRecord } from '../../records/verification-record.ts';
import { brokenRecord, verificationView, verifiedRecord } from '../../records/verification-record.ts';
import { UsageError } from '../../usage-error.ts';

interface VerifyOptions extends OutputOptions {
  readonly file?: string;
  readonly publicKey?: string;
}

/** `keyrack audit verify`. */
export function verifyAuditCommand(invocation: Invocation): Command {
  return new Command('verify')
    .summary('recompute the whole chain')
    .description(
      'Recomputes the whole chain in the store, and holds the audit file against it, where the rack has one; others may write meanwhile.\nWith --file it verifies an audit file or an export alone: no data folder and no master key is needed, and with --public-key its checkpoints have to be signed by that key.\nExit code 1 when something does not hold: the first event in doubt, and what is wrong with it, is said.',
    )
    .addOption(valueOption('--file <path>', 'an audit file, or what keyrack audit export wrote; the rack is not asked', someText))
    .addOption(valueOption('--public-key <path>', 'what keyrack audit public-key printed, for --file', someText))
    .addOption(outputOption())
    .addHelpText(
      'after',
      examples([
        ['keyrack audit verify', 'the rack that is here'],
        ['keyrack audit verify --file audit.jsonl --public-key rack.pub', 'on another machine'],
      ]),
    )
    .action(
      invocation.handle<VerifyOptions>(async (context, options) => {
        const { output } = options;
        const { record, code } = await verified(context, options);
        await printRecord(context.host, output, { record, view: verificationView });
        return code;
      }),
    );
}

/** For programs what does not hold is an answer; for people it is an error like all others. */
async function verified(
  context: Context,
  options: VerifyOptions,
): Promise<{ readonly record: VerificationRecord; readonly code: ExitCode }> {
  try {
    return { record: await verify(context, options), code: exitCode.done };
  } catch (error) {
    const record = options.output === 'table' ? null : brokenRecord(error);
    if (record === null) throw error;
    return { record, code: exitCode.failed };
  }
}

async function verify(context: Context, { file, publicKey }: VerifyOptions): Promise<VerificationRecord> {
  if (file !== undefined) {
    const options = publicKey === undefined ? {} : { publicKeyPath: publicKey };
    return verifiedRecord(null, await context.host.verifyAuditFile(file, options));
  }
  if (publicKey !== undefined) throw new UsageError('--public-key goes with --file', 'The rack that is here knows its own key.');
  return readRack(context, async (rack) => {
    const { events, headHash, checkpoints, signedThrough } = await rack.audit.verify();
    return verifiedRecord({ events, headHash, checkpoints, signedThrough }, await rack.verifyAuditFile());
  });
}

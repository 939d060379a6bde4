import { Command } from 'commander';
import type { Context } from '../context.ts';
import { readRack } from '../context.ts';
import { exitCode } from '../exit-code.ts';
import { findKey } from '../find-key.ts';
import { requirePerson } from '../input/confirm.ts';
import type { Invocation } from '../invocation.ts';
import { examples } from '../options.ts';
import type { OutputOptions } from '../output/format.ts';
import { outputOption } from '../output/format.ts';
import { printSecret } from '../output/print-secret.ts';
import { keyDetailsRecord } from '../records/key-details-record.ts';

interface RevealOptions extends OutputOptions {
  readonly reason?: string;
}

/** `keyrack reveal`. */
export function revealCommand(invocation: Invocation): Command {
  return new Command('reveal')
    .summary('show the secret of a key again')
    .description(
      'Prints the secret of a key, alone, on standard output.\nThe reason goes into the audit trail first; without it nothing is shown.',
    )
    .argument('<key>', 'an id, the beginning of one, connection/name, or a name that is unique')
    .option('--reason <text>', 'why; asked for at a terminal when it is not given')
    .addOption(outputOption())
    .addHelpText('after', examples([['keyrack reveal vpn-eu/alice-laptop --reason "new laptop"', '']]))
    .action(
      invocation.handle<RevealOptions, [string]>((context, options, [text]) =>
        readRack(context, async (rack) => {
          const { id } = await findKey(rack, text);
          const reason = await reasonFor(context, options.reason);
          const secret = await rack.keys.reveal(id, { reason, signal: context.host.signal });
          const { owner, versions, unfinishedOperation, ...key } = keyDetailsRecord(await rack.keys.show(id));
          await printSecret(context.host, options.output, { key, secret });
          return exitCode.done;
        }),
      ),
    );
}

async function reasonFor({ host }: Context, given: string | undefined): Promise<string> {
  if (given !== undefined) return given;
  const question = 'Why is the secret needed? The answer goes into the audit trail.';
  requirePerson(host, question, 'Repeat the command with --reason "…".');
  return host.questions.text(question);
}

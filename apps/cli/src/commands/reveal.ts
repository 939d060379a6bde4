import { Command } from 'commander';
import { onceOthersAreDone } from '../acts/once-others-are-done.ts';
import type { Target } from '../acts/target.ts';
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
import type { KeyDetails } from '../records/key-details-record.ts';
import { keyRecord } from '../records/key-record.ts';
import { tellRetirement } from '../rotation.ts';

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
          const { host } = context;
          const { id } = await findKey(rack, text);
          const reason = await reasonFor(context, options.reason);
          const secret = await rack.keys.reveal(id, { reason, signal: host.signal });
          const target = revealedTarget(await rack.keys.show(id));
          const key = keyRecord(target.key, target.version, target.connection);
          await printSecret(host, options.output, { key, secret, outcome: 'not-applied' });
          const { operation } = await onceOthersAreDone(host, () => rack.keys.confirmDelivered(id, { signal: host.signal }));
          if (operation === null) return exitCode.done;
          await host.errors.write('A rotation waited for somebody to take this secret; it goes on now.\n');
          await tellRetirement(host, rack, { target, operation });
          return exitCode.done;
        }),
      ),
    );
}

/** The version whose secret is revealed: a successor that nobody has got yet comes before the current one. */
function revealedTarget({ key, connection, versions, unfinishedOperation }: KeyDetails): Target {
  const { state, direction, parameters = {} } = unfinishedOperation ?? {};
  const awaited = state === 'waiting' && direction === 'forward' && parameters['successorTried'] !== false;
  const successor = versions.findLast(({ stage, secretKept }) => awaited && stage === 'prepared' && secretKept);
  const version = successor ?? versions.findLast(({ stage }) => stage === 'current') ?? null;
  return { key, version, connection: connection.name };
}

async function reasonFor({ host }: Context, given: string | undefined): Promise<string> {
  if (given !== undefined) return given;
  const question = 'Why is the secret needed? The answer goes into the audit trail.';
  requirePerson(host, question, 'Repeat the command with --reason "…".');
  return host.questions.text(question);
}

import { RefusedError } from '@keyrack/contracts';
import { Command } from 'commander';
import { readRack } from '../../context.ts';
import { exitCode } from '../../exit-code.ts';
import type { Invocation } from '../../invocation.ts';
import { examples } from '../../options.ts';

/** `keyrack audit public-key`. */
export function publicKeyAuditCommand(invocation: Invocation): Command {
  return new Command('public-key')
    .summary('print the key that checkpoints are verified with')
    .description(
      'Prints the public key of the checkpoints, as one line. Give it to whoever verifies the trail, before they need it: a key that comes with the file proves nothing.',
    )
    .addHelpText(
      'after',
      examples([['keyrack audit public-key > rack.pub', 'for keyrack audit verify --file audit.jsonl --public-key rack.pub']]),
    )
    .action(
      invocation.handle<object, []>((context) =>
        readRack(context, async (rack) => {
          const publicKey = await rack.audit.publicKey();
          if (publicKey === null) {
            throw new RefusedError('The rack has not signed a checkpoint yet, and so has no key for them', {
              advice: 'Sign one with keyrack audit checkpoint',
            });
          }
          await context.host.output.write(`${publicKey}\n`);
          return exitCode.done;
        }),
      ),
    );
}

import { Command } from 'commander';
import { readRack } from '../../context.ts';
import { exitCode } from '../../exit-code.ts';
import type { Invocation } from '../../invocation.ts';
import type { DryRunOptions } from '../../options.ts';
import { dryRunOption, examples } from '../../options.ts';

/** `keyrack audit checkpoint`. */
export function checkpointAuditCommand(invocation: Invocation): Command {
  return new Command('checkpoint')
    .summary('sign where the trail ends')
    .description(
      'Signs where the trail ends, and appends that to the trail; about every hundred events it is done without being asked.\nIt is printed too: whoever keeps it elsewhere can show later that nothing before it was changed or cut.',
    )
    .addOption(dryRunOption())
    .addHelpText(
      'after',
      examples([
        ['keyrack audit checkpoint', ''],
        ['keyrack audit checkpoint | mail -s "audit trail" auditor@example.org', 'out of reach of this machine'],
      ]),
    )
    .action(
      invocation.handle<DryRunOptions, []>((context, { dryRun }) =>
        readRack(context, async (rack) => {
          const { host } = context;
          if (dryRun) {
            const { events } = await rack.audit.verify();
            await host.errors.write(`Would sign the trail up to event ${events}.\nNothing was changed.\n`);
            return exitCode.done;
          }
          const { sequence, note } = await rack.audit.checkpoint();
          await host.errors.write(`Signed the trail up to event ${sequence}.\n`);
          await host.output.write(note);
          return exitCode.done;
        }),
      ),
    );
}

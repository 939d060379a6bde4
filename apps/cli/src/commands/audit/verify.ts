import { Command } from 'commander';
import { readRack } from '../../context.ts';
import { exitCode } from '../../exit-code.ts';
import type { Invocation } from '../../invocation.ts';
import type { OutputOptions } from '../../output/format.ts';
import { outputOption } from '../../output/format.ts';
import type { RecordView } from '../../output/print-record.ts';
import { printRecord } from '../../output/print-record.ts';
import { count } from '../../output/words.ts';

interface VerificationRecord {
  readonly events: number;
  readonly headHash: string;
}

const view: RecordView<VerificationRecord> = {
  fields: ['events', 'headHash'],
  lines: [
    { title: 'Verified', cell: ({ events }) => `${count(events, 'event')}, the chain holds` },
    { title: 'Head', cell: ({ headHash }) => headHash },
  ],
};

/** `keyrack audit verify`. */
export function verifyAuditCommand(invocation: Invocation): Command {
  return new Command('verify')
    .summary('recompute the whole chain')
    .description('Recomputes the whole chain. Keep the head elsewhere, and nobody can shorten the trail unseen either.')
    .addOption(outputOption())
    .action(
      invocation.handle<OutputOptions>((context, { output }) =>
        readRack(context, async (rack) => {
          const { events, headHash } = await rack.audit.verify();
          await printRecord(context.host, output, { record: { events, headHash }, view });
          return exitCode.done;
        }),
      ),
    );
}

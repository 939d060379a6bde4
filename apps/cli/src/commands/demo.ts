import { Command } from 'commander';
import type { Invocation } from '../invocation.ts';
import { examples } from '../options.ts';

/** The options of `keyrack demo`. */
interface DemoOptions {
  readonly once?: boolean;
}

/** `keyrack demo`. */
export function demoCommand(invocation: Invocation): Command {
  return new Command('demo')
    .summary('watch it work, on local systems')
    .description(
      'Walks through the life of a key on a local server: list, issue, reveal, revoke, and a crash in the middle with its recovery.\nIt uses a folder of its own and never touches yours. Afterwards it stays, with commands to try.',
    )
    .option('--once', 'end after the walk')
    .addHelpText(
      'after',
      examples([
        ['keyrack demo', ''],
        ['keyrack demo --once', 'for scripts'],
      ]),
    )
    .action(
      invocation.handle<DemoOptions>(async (context, options) => {
        const { playDemo } = await import('../demo/play.ts');
        return playDemo(context, options.once ?? false);
      }),
    );
}

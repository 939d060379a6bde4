import { Command } from 'commander';
import { readRack } from '../context.ts';
import { exitCode } from '../exit-code.ts';
import { readSecretText } from '../input/secret-text.ts';
import type { Invocation } from '../invocation.ts';
import { examples } from '../options.ts';

interface RekeyOptions {
  readonly newKeyFile?: string;
}

/** `keyrack rekey`. */
export function rekeyCommand(invocation: Invocation): Command {
  return new Command('rekey')
    .summary('replace the master key')
    .description(
      'Gives the rack to a new master key. What is sealed stays as it is; only the keys that sealed it are wrapped anew, all at once.\nBackups that were made before open with the old key: keep a copy of it for as long as they count.',
    )
    .option('--new-key-file <path>', 'the new key, 32 bytes as base64 or hex; - is standard input (default: a random one)')
    .addHelpText(
      'after',
      examples([
        ['keyrack rekey', 'a random key, in the data folder'],
        ['openssl rand -base64 32 > new.key; keyrack rekey --new-key-file new.key', 'where the key is kept elsewhere'],
      ]),
    )
    .action(
      invocation.handle<RekeyOptions, []>((context, { newKeyFile }) =>
        readRack(context, async (rack) => {
          const { host } = context;
          const report = await rack.rekey(newKeyFile === undefined ? {} : { newKey: await readSecretText(host, newKeyFile) });
          const { fromId, toId, path } = report;
          await host.errors.write(`The rack belongs to master key ${toId} now; ${fromId} opens nothing any more.\n`);
          await host.errors.write(
            path === null
              ? 'Give the new key from now on, in KEYRACK_MASTER_KEY or KEYRACK_MASTER_KEY_FILE: the old one is refused.\n'
              : `It is kept in ${path}. Keep a copy elsewhere: without it no secret in the store can be read.\n`,
          );
          return exitCode.done;
        }),
      ),
    );
}

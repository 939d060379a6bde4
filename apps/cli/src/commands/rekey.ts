import type { Rack } from '@keyrack/runtime';
import { Command } from 'commander';
import { readRack } from '../context.ts';
import { exitCode } from '../exit-code.ts';
import type { Host } from '../host.ts';
import { readSecretText } from '../input/secret-text.ts';
import type { Invocation } from '../invocation.ts';
import type { DryRunOptions } from '../options.ts';
import { dryRunOption, examples } from '../options.ts';
import type { OutputOptions } from '../output/format.ts';
import { outputOption } from '../output/format.ts';
import { printRecord } from '../output/print-record.ts';

interface RekeyOptions extends OutputOptions, DryRunOptions {
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
    .addOption(dryRunOption())
    .addOption(outputOption())
    .addHelpText(
      'after',
      examples([
        ['keyrack rekey', 'a random key, in the data folder'],
        ['openssl rand -base64 32 > new.key; keyrack rekey --new-key-file new.key', 'where the key is kept elsewhere'],
      ]),
    )
    .action(
      invocation.handle<RekeyOptions, []>((context, { newKeyFile, dryRun, output }) =>
        readRack(context, async (rack) => {
          const { host } = context;
          const request = newKeyFile === undefined ? {} : { newKey: await readSecretText(host, newKeyFile) };
          if (dryRun) {
            await sayPreview(host, await rack.previewRekey(request));
            return exitCode.done;
          }
          const rekeyed = await rack.rekey(request);
          const { fromId, toId, path } = rekeyed;
          await host.errors.write(`The rack belongs to master key ${toId} now; ${fromId} opens nothing any more.\n`);
          await host.errors.write(
            path === null
              ? 'Give the new key from now on, in KEYRACK_MASTER_KEY or KEYRACK_MASTER_KEY_FILE: the old one is refused.\n'
              : `It is kept in ${path}. Keep a copy elsewhere: without it no secret in the store can be read.\n`,
          );
          if (output !== 'table')
            await printRecord(host, output, { record: rekeyed, view: { fields: ['fromId', 'toId', 'path'], lines: [] } });
          return exitCode.done;
        }),
      ),
    );
}

async function sayPreview(host: Host, { fromId, toId, path }: Awaited<ReturnType<Rack['previewRekey']>>): Promise<void> {
  await host.errors.write(
    `Would give the rack to ${toId === null ? 'a new random master key' : `master key ${toId}`}; ${fromId} would open nothing any more.\n`,
  );
  await host.errors.write(
    path === null
      ? 'It would not be kept by Keyrack: KEYRACK_MASTER_KEY or KEYRACK_MASTER_KEY_FILE has to give it from then on.\n'
      : `It would be kept in ${path}.\n`,
  );
  await host.errors.write('Nothing was changed.\n');
}

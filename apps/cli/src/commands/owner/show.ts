import type { Owner } from '@keyrack/contracts';
import type { Rack } from '@keyrack/runtime';
import { Command } from 'commander';
import { connectionNames } from '../../connection-names.ts';
import type { Context } from '../../context.ts';
import { readRack } from '../../context.ts';
import { exitCode } from '../../exit-code.ts';
import type { Host } from '../../host.ts';
import type { Invocation } from '../../invocation.ts';
import { examples } from '../../options.ts';
import type { OutputOptions } from '../../output/format.ts';
import { outputOption } from '../../output/format.ts';
import { walkPages } from '../../output/print-list.ts';
import { printRecord } from '../../output/print-record.ts';
import { TableLayout } from '../../output/table.ts';
import type { KeyRecord } from '../../records/key-record.ts';
import { keyList, keyRecord } from '../../records/key-record.ts';
import { ownerDetailsRecord, ownerView } from '../../records/owner-record.ts';
import { didYouMean } from '../../suggest.ts';
import { UsageError } from '../../usage-error.ts';

/** `keyrack owner show`. */
export function showOwnerCommand(invocation: Invocation): Command {
  return new Command('show')
    .summary('show one person or service with its keys')
    .description('Shows one person or service with every key it holds, on all systems, ended ones too.')
    .argument('<owner>', 'its id')
    .addOption(outputOption())
    .addHelpText('after', examples([['keyrack owner show alice', '']]))
    .action(
      invocation.handle<OutputOptions, [string]>((context, { output }, [id]) =>
        readRack(context, async (rack) => {
          const { host } = context;
          const owner = await findOwner(context, rack, id);
          const record = ownerDetailsRecord(owner, await keysOf(host, rack, owner));
          await printRecord(host, output, { record, view: ownerView });
          if (output === 'table' && record.keys.length > 0)
            await host.output.write(`\n${new TableLayout(keyList.columns, host.output).render(record.keys)}`);
          return exitCode.done;
        }),
      ),
    );
}

/** @throws {UsageError} with ids that look alike, where nobody is known by this one */
async function findOwner({ host }: Context, rack: Rack, id: string): Promise<Owner> {
  const found = await rack.owners.get(id);
  if (found) return found;
  const known: string[] = [];
  for await (const page of walkPages(host, {}, (request) => rack.owners.list(request))) known.push(...page.map((owner) => owner.id));
  throw new UsageError(`Nobody is known by the id "${id}"`, didYouMean(id, known, 'owners'));
}

async function keysOf(host: Host, rack: Rack, { id: ownerId }: Owner): Promise<readonly KeyRecord[]> {
  const nameOf = await connectionNames(rack);
  const keys: KeyRecord[] = [];
  for await (const page of walkPages(host, {}, (request) => rack.keys.list({ ownerId }, request)))
    keys.push(...page.map(({ key, currentVersion }) => keyRecord(key, currentVersion, nameOf(key.connectionId))));
  return keys;
}

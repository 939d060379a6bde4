import type { OperationKind, OperationState } from '@keyrack/contracts';
import { Command } from 'commander';
import { connectionNames } from '../../connection-names.ts';
import { readRack } from '../../context.ts';
import { exitCode } from '../../exit-code.ts';
import { findKey } from '../../find-key.ts';
import { oneOf } from '../../input/numbers.ts';
import { collectList } from '../../input/pairs.ts';
import type { Invocation } from '../../invocation.ts';
import type { PagingOptions } from '../../options.ts';
import { cursorOption, examples, limitOption, valueOption } from '../../options.ts';
import type { OutputOptions } from '../../output/format.ts';
import { outputOption } from '../../output/format.ts';
import { printRows, walkPages } from '../../output/print-list.ts';
import type { OperationRecord } from '../../records/operation-record.ts';
import { operationList, operationRecord } from '../../records/operation-record.ts';

const states = ['running', 'waiting', 'stuck', 'done', 'aborted'] as const satisfies readonly OperationState[];
const kinds = ['issue', 'rotate', 'revoke', 'suspend', 'resume', 'change', 'adopt', 'deliver'] as const satisfies readonly OperationKind[];

interface ListOptions extends OutputOptions, PagingOptions {
  readonly state?: readonly OperationState[];
  readonly kind?: readonly OperationKind[];
  readonly key?: string;
  readonly connection?: string;
}

/** `keyrack operations list`. */
export function listOperationsCommand(invocation: Invocation): Command {
  return new Command('list')
    .summary('show operations, newest first')
    .description('Shows the operations of the journal, newest first.')
    .addOption(
      valueOption('--state <states>', `only in these states: ${states.join(', ')}`, (text, before: readonly OperationState[] = []) => [
        ...before,
        ...collectList(text).map(oneOf(states)),
      ]),
    )
    .addOption(
      valueOption('--kind <kinds>', `only of these kinds: ${kinds.join(', ')}`, (text, before: readonly OperationKind[] = []) => [
        ...before,
        ...collectList(text).map(oneOf(kinds)),
      ]),
    )
    .option('--key <key>', 'only of this key')
    .option('-c, --connection <name>', 'only of this connection')
    .addOption(limitOption())
    .addOption(cursorOption())
    .addOption(outputOption())
    .addHelpText(
      'after',
      examples([
        ['keyrack operations list --state waiting,stuck', 'what is not finished'],
        ['keyrack operations list --key vpn-eu/alice-laptop', ''],
      ]),
    )
    .action(
      invocation.handle<ListOptions>((context, options) =>
        readRack(context, async (rack) => {
          const { host } = context;
          const filter = {
            ...(options.state === undefined ? {} : { states: options.state }),
            ...(options.kind === undefined ? {} : { kinds: options.kind }),
            ...(options.key === undefined ? {} : { keyId: (await findKey(rack, options.key)).id }),
            ...(options.connection === undefined ? {} : { connectionId: (await rack.connections.get(options.connection)).id }),
          };
          const nameOf = await connectionNames(rack);
          async function* pages(): AsyncIterable<readonly OperationRecord[]> {
            for await (const page of walkPages(host, options, (request) => rack.operations.list(filter, request)))
              yield page.map((operation) => operationRecord(operation, nameOf(operation.connectionId)));
          }
          await printRows(host, { format: options.output, view: operationList, whenEmpty: 'No operation fits.' }, pages());
          return exitCode.done;
        }),
      ),
    );
}

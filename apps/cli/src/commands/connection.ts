import { Command } from 'commander';
import type { Invocation } from '../invocation.ts';
import { addCommand } from './connection/add.ts';
import { checkConnectionCommand } from './connection/check.ts';
import { listConnectionsCommand } from './connection/list.ts';
import { removeConnectionCommand } from './connection/remove.ts';
import { showConnectionCommand } from './connection/show.ts';
import { updateConnectionCommand } from './connection/update.ts';

/** `keyrack connection`. */
export function connectionCommand(invocation: Invocation): Command {
  return new Command('connection')
    .summary('the systems whose keys hang here')
    .description('The systems whose keys hang on this rack: connect, look at, change, forget.')
    .addCommand(addCommand(invocation))
    .addCommand(listConnectionsCommand(invocation))
    .addCommand(showConnectionCommand(invocation))
    .addCommand(checkConnectionCommand(invocation))
    .addCommand(updateConnectionCommand(invocation))
    .addCommand(removeConnectionCommand(invocation));
}

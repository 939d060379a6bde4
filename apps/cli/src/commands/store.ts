import { Command } from 'commander';
import type { Invocation } from '../invocation.ts';
import { moveStoreCommand } from './store/move.ts';

/** `keyrack store`. */
export function storeCommand(invocation: Invocation): Command {
  return new Command('store')
    .summary('where everything is written down')
    .description('The store: a SQLite file in the data folder, or a PostgreSQL database for many processes on many machines.')
    .addCommand(moveStoreCommand(invocation));
}

import { Command } from 'commander';
import type { Invocation } from '../invocation.ts';
import { addOwnerCommand } from './owner/add.ts';
import { listOwnersCommand } from './owner/list.ts';
import { showOwnerCommand } from './owner/show.ts';

/** `keyrack owner`. */
export function ownerCommand(invocation: Invocation): Command {
  return new Command('owner')
    .summary('the people and services that keys are for')
    .description('The people and services that keys are for. One also becomes known when a first key is issued to it.')
    .addCommand(addOwnerCommand(invocation))
    .addCommand(listOwnersCommand(invocation))
    .addCommand(showOwnerCommand(invocation));
}

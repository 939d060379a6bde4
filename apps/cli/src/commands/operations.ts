import { Command } from 'commander';
import type { Invocation } from '../invocation.ts';
import { abortOperationCommand } from './operations/abort.ts';
import { listOperationsCommand } from './operations/list.ts';
import { resumeOperationsCommand } from './operations/resume.ts';
import { showOperationCommand } from './operations/show.ts';

/** `keyrack operations`. */
export function operationsCommand(invocation: Invocation): Command {
  return new Command('operations')
    .summary('the journal: what was begun, and where it stands')
    .description(
      'The journal. Every change of a key is written down before it is made; what was interrupted is found here and settled from here.',
    )
    .addCommand(listOperationsCommand(invocation), { isDefault: true })
    .addCommand(showOperationCommand(invocation))
    .addCommand(resumeOperationsCommand(invocation))
    .addCommand(abortOperationCommand(invocation));
}

import type { Command } from 'commander';
import { adoptCommand } from './commands/adopt.ts';
import { auditCommand } from './commands/audit.ts';
import { authpiCommand } from './commands/authpi.ts';
import { backupCommand } from './commands/backup.ts';
import { changeCommand } from './commands/change.ts';
import { completionCommand } from './commands/completion.ts';
import { connectionCommand } from './commands/connection.ts';
import { demoCommand } from './commands/demo.ts';
import { doctorCommand } from './commands/doctor.ts';
import { emulateCommand } from './commands/emulate.ts';
import { issueCommand } from './commands/issue.ts';
import { listCommand } from './commands/list.ts';
import { litellmCommand } from './commands/litellm.ts';
import { operationsCommand } from './commands/operations.ts';
import { outlineCommand } from './commands/outline.ts';
import { ownerCommand } from './commands/owner.ts';
import { reapCommand } from './commands/reap.ts';
import { rebuildCommand } from './commands/rebuild.ts';
import { rekeyCommand } from './commands/rekey.ts';
import { restoreCommand } from './commands/restore.ts';
import { resumeCommand } from './commands/resume.ts';
import { revealCommand } from './commands/reveal.ts';
import { revokeCommand } from './commands/revoke.ts';
import { rotateCommand } from './commands/rotate.ts';
import { showCommand } from './commands/show.ts';
import { storeCommand } from './commands/store.ts';
import { suspendCommand } from './commands/suspend.ts';
import { syncCommand } from './commands/sync.ts';
import { vergeosCommand } from './commands/vergeos.ts';
import { whoseCommand } from './commands/whose.ts';
import { workCommand } from './commands/work.ts';
import type { Invocation } from './invocation.ts';

/** One command of the program, by its first word. */
export interface CommandEntry {
  readonly name: string;
  /** The heading it stands under in the help. */
  readonly heading: string;
  /** Makes its declaration, with its handler. */
  readonly make: (invocation: Invocation) => Command;
}

const start = 'Start here:';
const keys = 'Keys:';
const history = 'What happened:';
const others = 'Around it:';

/** Every command, in the order of the help. A new one is a file in `commands/` and a line here. */
export const commandEntries: readonly CommandEntry[] = [
  { name: 'demo', heading: start, make: demoCommand },
  { name: 'connection', heading: start, make: connectionCommand },
  { name: 'sync', heading: start, make: syncCommand },
  { name: 'list', heading: keys, make: listCommand },
  { name: 'show', heading: keys, make: showCommand },
  { name: 'issue', heading: keys, make: issueCommand },
  { name: 'reveal', heading: keys, make: revealCommand },
  { name: 'rotate', heading: keys, make: rotateCommand },
  { name: 'change', heading: keys, make: changeCommand },
  { name: 'suspend', heading: keys, make: suspendCommand },
  { name: 'resume', heading: keys, make: resumeCommand },
  { name: 'revoke', heading: keys, make: revokeCommand },
  { name: 'adopt', heading: keys, make: adoptCommand },
  { name: 'owner', heading: keys, make: ownerCommand },
  { name: 'whose', heading: keys, make: whoseCommand },
  { name: 'operations', heading: history, make: operationsCommand },
  { name: 'audit', heading: history, make: auditCommand },
  { name: 'reap', heading: history, make: reapCommand },
  { name: 'work', heading: others, make: workCommand },
  { name: 'outline', heading: others, make: outlineCommand },
  { name: 'litellm', heading: others, make: litellmCommand },
  { name: 'authpi', heading: others, make: authpiCommand },
  { name: 'vergeos', heading: others, make: vergeosCommand },
  { name: 'emulate', heading: others, make: emulateCommand },
  { name: 'backup', heading: others, make: backupCommand },
  { name: 'restore', heading: others, make: restoreCommand },
  { name: 'rebuild', heading: others, make: rebuildCommand },
  { name: 'rekey', heading: others, make: rekeyCommand },
  { name: 'doctor', heading: others, make: doctorCommand },
  { name: 'store', heading: others, make: storeCommand },
  { name: 'completion', heading: others, make: completionCommand },
];

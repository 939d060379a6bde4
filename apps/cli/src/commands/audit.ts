import { Command } from 'commander';
import type { Invocation } from '../invocation.ts';
import { checkpointAuditCommand } from './audit/checkpoint.ts';
import { exportAuditCommand } from './audit/export.ts';
import { listAuditCommand } from './audit/list.ts';
import { publicKeyAuditCommand } from './audit/public-key.ts';
import { verifyAuditCommand } from './audit/verify.ts';

/** `keyrack audit`. */
export function auditCommand(invocation: Invocation): Command {
  return new Command('audit')
    .summary('who did what, hash-chained')
    .description('The audit trail: every event carries the hash of the one before, so that none can be changed or taken out unseen.')
    .addCommand(listAuditCommand(invocation), { isDefault: true })
    .addCommand(verifyAuditCommand(invocation))
    .addCommand(checkpointAuditCommand(invocation))
    .addCommand(publicKeyAuditCommand(invocation))
    .addCommand(exportAuditCommand(invocation));
}

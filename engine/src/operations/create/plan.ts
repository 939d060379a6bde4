import type { IssuedVersion, OperationStep } from '@keyrack/contracts';
import type { OperationRun, Progress } from '../handler.ts';

/** What an operation that makes a credential does with it: issue makes a key's first one, rotate its successor. */
export interface CreatePlan {
  /** Writes down that the credential exists, with its secret, in one transaction. Until that is on the disk, nobody is shown anything. */
  settleIssued(run: OperationRun, step: OperationStep, issued: IssuedVersion): Promise<Progress>;
  /** Writes down that the credential is certainly not there, and that no request is under way that could still make it. */
  settleAborted(run: OperationRun, step: OperationStep, reason: string): Promise<void>;
}

import type { OperationHandler } from '../operations/handler.ts';
import { recoverAdoptionHandler } from './recover-adoption.ts';
import { recoverIssueHandler } from './recover-issue.ts';
import { recoverRotationHandler } from './recover-rotation.ts';
import { recoverResumeHandler, recoverSuspendHandler } from './recover-suspension.ts';

/** What becomes of operations that a restored store was in the middle of: they are looked up and recorded, and send nothing that makes a key valid. */
export const recoverHandlers: readonly OperationHandler[] = [
  recoverIssueHandler,
  recoverRotationHandler,
  recoverSuspendHandler,
  recoverResumeHandler,
  recoverAdoptionHandler,
];

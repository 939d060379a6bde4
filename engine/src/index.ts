export type { AdoptRequest } from './adopt/begin.ts';
export type { ChangeRequest } from './change/begin.ts';
export { beginGeneration } from './generations/begin.ts';
export type { BegunGeneration, GenerationOrigin } from './generations/begin.ts';
export { applyRevocations } from './generations/apply-revocations.ts';
export type { AppliedRevocations } from './generations/apply-revocations.ts';
export { LaterTrail } from './generations/later-revocations.ts';
export type { LaterRevocation, LaterRevocations, ToldEvent } from './generations/later-revocations.ts';
export { createEngine } from './create-engine.ts';
export type {
  AuditTrail,
  ChangeResult,
  CheckedConnection,
  ClientCredential,
  Connections,
  ConnectionUpdate,
  Engine,
  Inventory,
  IssuePreview,
  IssueResult,
  KeyDetails,
  Keys,
  NewConnection,
  NewKey,
  OperationDetails,
  Operations,
  Owners,
  ResumeResult,
  RotateResult,
  SyncProgress,
  SyncReport,
  SyncResult,
  TrailVerification,
} from './engine.ts';
export type { SuspendOptions } from './keys/suspend.ts';
export { auditedStore } from './audit/audited-store.ts';
export type { AuditSink } from './audit/audited-store.ts';
export { broken } from './audit/broken.ts';
export { eventLine, headerLine, isLineOf, parseLine, withdrawalLine } from './audit/file-format.ts';
export type { FileHeader } from './audit/file-format.ts';
export { AuditFileReader } from './audit/file-reader.ts';
export type { FileUnit } from './audit/file-reader.ts';
export { fileBegunType, fileEndedType, readFileRegistry, writeFileRegistry } from './audit/file-registry.ts';
export type { FileRegistry, RegisteredFile } from './audit/file-registry.ts';
export { appendRackEvent } from './audit/rack-event.ts';
export type { SigningContext } from './audit/sign-head.ts';
export { parseVerifier } from './audit/signed-note.ts';
export { verifyAuditLines } from './audit/verify-file.ts';
export type { FileText, FileVerification } from './audit/verify-file.ts';
export type { RebuiltConnection, Rebuilder } from './rebuild/rebuild.ts';
export type { FoundRack } from './rebuild/survey.ts';
export type { ReapFinding, ReapKind, ReapRepair } from './reap/findings.ts';
export type { Reaper } from './reap/reaper.ts';
export type { EngineContext } from './support/context.ts';
export type { Heartbeat } from './schedule/heartbeat.ts';
export type { Pace } from './schedule/pace.ts';
export type { Schedule } from './schedule/schedule.ts';
export type { DueTask, TaskReport } from './schedule/task.ts';

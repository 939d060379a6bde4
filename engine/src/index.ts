export type { AdoptRequest } from './adopt/begin.ts';
export type { ChangeRequest } from './change/begin.ts';
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
} from './engine.ts';
export type { SuspendOptions } from './keys/suspend.ts';
export type { EngineContext } from './support/context.ts';
export type { Heartbeat } from './schedule/heartbeat.ts';
export type { Schedule } from './schedule/schedule.ts';
export type { DueTask, TaskReport } from './schedule/task.ts';

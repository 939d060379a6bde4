export { createEngine } from './create-engine.ts';
export type {
  AuditTrail,
  ChangeResult,
  CheckedConnection,
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
  SyncProgress,
  SyncReport,
  SyncResult,
} from './engine.ts';
export type { EngineContext } from './support/context.ts';

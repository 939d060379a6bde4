export { loadProviderKinds } from './load-provider-kinds.ts';
export { verifyAuditFile } from './audit-file/verify.ts';
export type { VerifiedFile, VerifyFileOptions } from './audit-file/verify.ts';
export { openRack } from './open-rack.ts';
export type { Diagnosis, Rack, RackOptions } from './rack.ts';
export { moveRack } from './store/move.ts';
export type { MovedRack, MoveRackOptions } from './store/move.ts';
export type { WorkEvent, WorkOptions } from './worker/worker.ts';
export type { RekeyOptions, RekeyPreview, RekeyReport } from './rekey.ts';

export { loadProviderKinds } from './load-provider-kinds.ts';
export { openRack } from './open-rack.ts';
export type { Diagnosis, Rack, RackOptions } from './rack.ts';
export type { WorkEvent, WorkOptions } from './worker/worker.ts';

export { openRack } from './open-rack.ts';
export { providerKinds } from './provider-kinds.ts';
export type { Diagnosis, Rack, RackOptions } from './rack.ts';

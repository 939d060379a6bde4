export { makeDataKey, rewrapDataKeys, wrappingKeyId } from './data-key.ts';
export type { DataKeyPurpose } from './data-key.ts';
export { KeyRing, openKeyRing } from './key-ring.ts';
export { formatMasterKey, generateMasterKey, MasterKey, parseMasterKey } from './master-key.ts';

export { outlineProvider } from './kind.ts';
export { isVersionId, isVersionIdOf } from './version-id.ts';

import type { VergeOSMethod } from './method.ts';

/** What a system says about itself. */
export const systemMethods: readonly VergeOSMethod[] = [
  { words: 'system', kind: 'read', takes: [], read: ({ system }, { signal }) => system.get({ signal }) },
];

import { firstSchema } from './0001-first-schema.ts';
import { holders } from './0002-holders.ts';
import { dueWork } from './0003-due-work.ts';
import { versionsByUpstream } from './0004-versions-by-upstream.ts';
import { scheduling } from './0005-scheduling.ts';
import { generations } from './0006-generations.ts';
import { auditSearch } from './0007-audit-search.ts';
import type { Migration } from './migration.ts';

/** All migrations in their order. A new one goes to the end. */
export const migrations: readonly Migration[] = [
  { version: 1, name: 'first schema', apply: firstSchema },
  { version: 2, name: 'holders of operations', apply: holders },
  { version: 3, name: 'due work', apply: dueWork },
  { version: 4, name: 'versions by upstream id and name', apply: versionsByUpstream },
  { version: 5, name: 'scheduling', apply: scheduling },
  { version: 6, name: 'generations', apply: generations },
  { version: 7, name: 'audit search', apply: auditSearch },
];

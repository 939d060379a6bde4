import { auditCases } from './audit-cases.ts';
import { keyCases } from './key-cases.ts';
import { keyListingCases } from './key-listing-cases.ts';
import { operationCases } from './operation-cases.ts';
import { pagingCases } from './paging-cases.ts';
import { recordCases } from './record-cases.ts';
import { sessionCases } from './session-cases.ts';
import type { StoreCase } from './store-case.ts';
import { transactionCases } from './transaction-cases.ts';
import { versionCases } from './version-cases.ts';

/** Every guarantee of a store, by what it is about. */
export const storeCases: Readonly<Record<string, readonly StoreCase[]>> = {
  transactions: transactionCases,
  sessions: sessionCases,
  'rack and connections': recordCases,
  keys: keyCases,
  'listing keys': keyListingCases,
  versions: versionCases,
  operations: operationCases,
  audit: auditCases,
  paging: pagingCases,
};

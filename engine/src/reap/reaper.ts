import type { AccessKey, CallOptions } from '@keyrack/contracts';
import type { Parts } from '../support/parts.ts';
import { reapFinding, reapFindings } from './findings.ts';
import type { ReapFinding } from './findings.ts';
import { repairFinding } from './repair.ts';

/** Finds keys that are not as they are written down, and puts the record right when told to. It never ends a key that is there. */
export interface Reaper {
  /** What is wrong on a connection, as of its last sync. */
  findings(connectionId: string): AsyncIterable<ReapFinding>;
  /**
   * Puts the record right, after a look at the system.
   * @returns the key as it is recorded now; null when nothing is wrong with it any more.
   * @throws {RefusedError} when the system shows something else by now, or a person has to decide.
   */
  repair(keyId: string, options?: CallOptions): Promise<AccessKey | null>;
}

/** The operations of the reaper. */
export function createReaper(parts: Parts): Reaper {
  return {
    findings: (connectionId) => reapFindings(parts.context, connectionId),
    async repair(keyId, options) {
      // What was shown to a person may be over by now.
      const finding = await reapFinding(parts.context, keyId);
      return finding && repairFinding(parts, finding, options);
    },
  };
}

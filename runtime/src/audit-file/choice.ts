import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { StoreFailedError } from '@keyrack/contracts';
import { homePaths } from '../home.ts';
import type { Environment } from '../home.ts';

/** Which audit file a process writes to. */
export type AuditFileChoice =
  | { readonly kind: 'file'; readonly path: string }
  /** None from now on, on purpose. */
  | { readonly kind: 'none' }
  /** Nobody said anything. */
  | { readonly kind: 'unnamed' };

/** What is taken for the wish to go on without an audit file. */
const noneWord = 'none';

/** Finds out which audit file is meant: what was asked for, else `KEYRACK_AUDIT_FILE`, else the one that the data folder was used with last. */
export function chooseAuditFile(environment: Environment, home: string, asked?: string): AuditFileChoice {
  const named = asked || environment['KEYRACK_AUDIT_FILE'] || readNote(home);
  if (!named) return { kind: 'unnamed' };
  return named === noneWord ? { kind: 'none' } : { kind: 'file', path: resolve(named) };
}

/**
 * Keeps in the data folder which audit file it has, so that nobody has to name it again.
 * @param path - null: none any more
 * @throws {StoreFailedError} when it cannot be written.
 */
export function noteAuditFile(home: string, path: string | null): void {
  if (readNote(home) === path) return;
  const note = homePaths.auditFileNote(home);
  try {
    if (path === null) return rmSync(note, { force: true });
    writeFileSync(`${note}.new`, `${path}\n`, { mode: 0o600 });
    renameSync(`${note}.new`, note);
  } catch (cause) {
    throw new StoreFailedError(`Which audit file the data folder ${home} has could not be noted in it`, {
      advice: 'Make the data folder writable for this user.',
      cause,
    });
  }
}

function readNote(home: string): string | null {
  try {
    return readFileSync(homePaths.auditFileNote(home), 'utf8').trim() || null;
  } catch {
    return null;
  }
}

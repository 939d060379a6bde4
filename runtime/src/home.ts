import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** The environment as an argument: variable names and their values. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The data folder: what was asked for, else `KEYRACK_HOME`, else the platform's place for application data. */
export function dataFolder(environment: Environment, asked?: string): string {
  const named = asked ?? environment['KEYRACK_HOME'];
  if (named !== undefined && named !== '') return resolve(named);
  const user = environment['HOME'] ?? homedir();
  if (process.platform === 'darwin') return join(user, 'Library', 'Application Support', 'keyrack');
  if (process.platform === 'win32') return join(environment['LOCALAPPDATA'] ?? join(user, 'AppData', 'Local'), 'keyrack');
  return join(environment['XDG_DATA_HOME'] ?? join(user, '.local', 'share'), 'keyrack');
}

/** Where things are within the data folder. */
export const homePaths = {
  store: (home: string): string => join(home, 'keyrack.db'),
  masterKey: (home: string): string => join(home, 'master.key'),
  /** Names the store, where it is not in the folder. */
  storeNote: (home: string): string => join(home, 'store'),
  /** Names the audit file, where there is one. */
  auditFileNote: (home: string): string => join(home, 'audit-file'),
  /** The next master key, while the store is given to it. */
  nextMasterKey: (home: string): string => join(home, 'master.key.next'),
  /** A lock for each process that holds operations. */
  processes: (home: string): string => join(home, 'processes'),
};

import { UsageError } from '../usage-error.ts';

/**
 * Reads `--store`. What it names is found out when the rack is opened; here only a password is kept out of the arguments, which
 * every user of the machine can read.
 *
 * @throws {UsageError} which does not repeat the address.
 */
export function storeAddress(text: string): string {
  const hasPassword = /^\w+:\/\/[^/?#]*:[^/?#]*@/.test(text) || /[?&]password=/i.test(text);
  if (!hasPassword) return text;
  throw new UsageError(
    'The address holds a password, and arguments can be read by every user of this machine',
    'Leave it out, and keep it in ~/.pgpass, in the file that PGPASSFILE names or in PGPASSWORD; or give the whole address as --store file:PATH, or in KEYRACK_STORE.',
  );
}

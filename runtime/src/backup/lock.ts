import { InvalidInputError } from '@keyrack/contracts';
import type { Secret } from '@keyrack/secret';
import type { Identity } from 'age-encryption';

/** Who can open a backup. */
export type BackupLock =
  | { readonly kind: 'passphrase'; readonly passphrase: Secret }
  /** Public keys as age writes them, `age1…`; whoever holds the identity of one can open it. */
  | { readonly kind: 'recipients'; readonly recipients: readonly string[] };

/** What opens a backup: the passphrase, or an identity as age writes it, `AGE-SECRET-KEY-1…`. */
export type BackupKey =
  | { readonly kind: 'passphrase'; readonly passphrase: Secret }
  | { readonly kind: 'identity'; readonly identity: Secret };

/** An encrypted stream, and what reads it back. */
export interface LockedStream {
  readonly stream: ReadableStream<Uint8Array>;
  /** Opens this one file, while this process lives: whoever encrypts to a public key cannot read what was written otherwise. */
  readonly opener: BackupOpener;
}

/** Decrypts one backup. */
export type BackupOpener = (stream: ReadableStream<Uint8Array>) => Promise<ReadableStream<Uint8Array>>;

/** Fewer characters are guessed by whoever gets hold of the file. */
const shortestPassphrase = 12;

/** Encrypts with age. @throws {InvalidInputError} for a passphrase that is too short, or a recipient that is none. */
export async function lockStream(lock: BackupLock, plain: ReadableStream<Uint8Array>): Promise<LockedStream> {
  const { Encrypter } = await import('age-encryption');
  const encrypter = new Encrypter();
  if (lock.kind === 'passphrase') {
    const { passphrase } = lock;
    checkPassphrase(passphrase);
    encrypter.setPassphrase(passphrase.reveal());
    return { stream: await encrypter.encrypt(plain), opener: openerFor(lock) };
  }
  for (const recipient of lock.recipients) addRecipient(() => encrypter.addRecipient(recipient), recipient);
  let fileKey: Uint8Array | null = null;
  // A recipient that adds nothing to the file and remembers its key.
  encrypter.addRecipient({
    wrapFileKey(key) {
      fileKey = key.slice();
      return [];
    },
  });
  const stream = await encrypter.encrypt(plain);
  return { stream, opener: (locked) => decrypt(locked, { unwrapFileKey: () => fileKey }) };
}

/** Checks a lock before anything else is done. @throws {InvalidInputError} */
export async function checkLock(lock: BackupLock): Promise<void> {
  if (lock.kind === 'passphrase') return checkPassphrase(lock.passphrase);
  const { Encrypter } = await import('age-encryption');
  if (lock.recipients.length === 0) throw new InvalidInputError('A backup needs somebody who can open it', { advice: 'Name a recipient.' });
  for (const recipient of lock.recipients) addRecipient(() => new Encrypter().addRecipient(recipient), recipient);
}

/** What opens backups that were locked for this key. */
export function openerFor(key: BackupKey): BackupOpener {
  return async (locked) => {
    const { Decrypter } = await import('age-encryption');
    const decrypter = new Decrypter();
    try {
      if (key.kind === 'passphrase') decrypter.addPassphrase(key.passphrase.reveal());
      else for (const line of identityLines(key.identity)) decrypter.addIdentity(line);
      return await decrypter.decrypt(locked);
    } catch (cause) {
      throw doesNotOpen(key, cause);
    }
  };
}

async function decrypt(locked: ReadableStream<Uint8Array>, identity: Identity): Promise<ReadableStream<Uint8Array>> {
  const { Decrypter } = await import('age-encryption');
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  return decrypter.decrypt(locked);
}

/** A file of identities has comments too. */
function identityLines(identity: Secret): readonly string[] {
  return identity
    .reveal()
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}

function checkPassphrase(passphrase: Secret): void {
  const { length } = passphrase.reveal();
  if (length >= shortestPassphrase) return;
  throw new InvalidInputError(`The passphrase has ${length} characters; it protects every record of the rack`, {
    advice: `Take at least ${shortestPassphrase} characters, such as five random words.`,
  });
}

function addRecipient(add: () => void, recipient: string): void {
  try {
    add();
  } catch (cause) {
    throw new InvalidInputError(`"${recipient}" is not a recipient of age`, {
      advice: 'Give the public key that age-keygen prints: age1…',
      cause,
    });
  }
}

function doesNotOpen({ kind }: BackupKey, cause: unknown): InvalidInputError {
  // What the library says may repeat what it was given.
  const known = cause instanceof Error && /no identity|passphrase|scrypt/i.test(cause.message);
  return new InvalidInputError(known ? `The backup does not open with this ${kind}` : 'The file is not a backup, or it is damaged', {
    advice: known ? `Give the ${kind} that it was made for.` : `Check which file was meant; a backup opens with age too.`,
    details: { reason: known ? 'locked' : 'damaged' },
  });
}

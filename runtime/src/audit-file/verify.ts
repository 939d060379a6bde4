import { readFile } from 'node:fs/promises';
import { InvalidInputError, StoreFailedError } from '@keyrack/contracts';
import type { AuditEvent, SecretCipher, Store } from '@keyrack/contracts';
import { broken, parseVerifier, readFileRegistry, verifyAuditLines } from '@keyrack/engine';
import type { FileUnit, FileVerification, RegisteredFile } from '@keyrack/engine';
import type { AuditFileChoice } from './choice.ts';
import { readLines } from './lines.ts';

/** What holds of an audit file. */
export interface VerifiedFile extends FileVerification {
  readonly path: string;
}

/** What a file is held against. */
export interface VerifyFileOptions {
  /** A file with the line that `keyrack audit public-key` prints. Absent: signatures are not looked at. */
  readonly publicKeyPath?: string;
}

/**
 * Verifies an audit file or an export by itself, without the store that it comes from.
 * @throws {AuditBrokenError} with `details.sequence` of the first event in doubt. @throws {InvalidInputError} {@link StoreFailedError}
 */
export async function verifyAuditFile(path: string, { publicKeyPath }: VerifyFileOptions = {}): Promise<VerifiedFile> {
  const verifier = publicKeyPath === undefined ? null : parseVerifier(await readPublicKey(publicKeyPath));
  const found = await verifyAuditLines(readLines(path), { verifier });
  if (found.events === 0 && found.id === null) {
    throw new InvalidInputError(`${path} holds no audit events`, { advice: 'Name an audit file, or what keyrack audit export wrote.' });
  }
  if (verifier && (found.signedThrough === null || (found.rackId !== null && verifier.name !== `keyrack/${found.rackId}`))) {
    throw broken('file', 'nothing in it is signed by this public key', found.firstSequence ?? 1);
  }
  return { path, ...found };
}

async function readPublicKey(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((cause: unknown) => {
    throw new InvalidInputError(`The public key ${path} cannot be read`, { advice: 'keyrack audit public-key prints one.', cause });
  });
}

/** A rack's file, and what it is held against. */
export interface RackFile {
  readonly choice: AuditFileChoice;
  readonly place: (path: string) => string;
  readonly rackId: string;
  readonly store: Store;
  readonly cipher: SecretCipher;
  /** The rack's own; null: it has not signed anything yet. */
  readonly publicKey: string | null;
}

/**
 * Verifies the audit file of a rack against its store. Null: it has none.
 * @throws {AuditBrokenError} with `details.sequence` of the first event in doubt. @throws {StoreFailedError} when it cannot be read.
 */
export async function verifyRackFile({ choice, place, rackId, store, cipher, publicKey }: RackFile): Promise<VerifiedFile | null> {
  const { isRequired, files } = await store.read((session) => readFileRegistry(session, cipher));
  if (choice.kind !== 'file') {
    const newest = files.at(-1);
    if (isRequired && newest) throw broken('file', 'none is named here, and the rack has one', newest.firstSequence);
    return null;
  }
  const { path } = choice;
  const here = files.find((file) => file.place === place(path));
  const trail = new StoredTrail(store);
  const found = await verifyAuditLines(readLines(path), {
    verifier: publicKey === null ? null : parseVerifier(publicKey),
    onCertain: (event) => trail.expect(event),
    whichWasCommitted: (open) => trail.committed(open),
  }).catch((error: unknown) => {
    throw StoreFailedError.isInstance(error) && error.details['problem'] === 'gone' && here
      ? broken('file', 'it is gone', here.firstSequence)
      : error;
  });
  const known = files.find(({ id }) => id === found.id);
  if (found.id === null && found.events === 0 && !here) return null; // it is not begun yet
  if (!known || found.rackId !== rackId || (here && here !== known))
    throw broken('file', 'it is another one than the rack has', here?.firstSequence ?? 1);
  requireWhole(found, known);
  return { path, ...found };
}

function requireWhole({ lastSequence }: FileVerification, known: RegisteredFile): void {
  const last = lastSequence ?? known.firstSequence - 1;
  if (last < known.sequence) throw broken('file', `it was cut after event ${last}, and had event ${known.sequence}`, last + 1);
}

/** The trail in the store, event by event, beside a file that is read. */
class StoredTrail {
  readonly #store: Store;
  #read: AuditEvent[] = [];

  constructor(store: Store) {
    this.#store = store;
  }

  /** @throws {AuditBrokenError} when the store has another event in its place. */
  async expect({ sequence, hash }: AuditEvent): Promise<void> {
    if (this.#read.at(-1)?.sequence !== sequence) this.#read = (await this.#from(sequence, 500)).toReversed();
    if (this.#read.pop()?.hash !== hash) throw broken('file', `event ${sequence} is another one than in the store`, sequence);
  }

  /** Those of the transactions at the end that the store has. */
  async committed(open: readonly FileUnit[]): Promise<readonly FileUnit[]> {
    const committed: FileUnit[] = [];
    for (const unit of open) {
      const [stored] = await this.#from(unit.last.sequence, 1);
      if (stored?.hash === unit.last.hash) committed.push(unit);
    }
    return committed;
  }

  async #from(sequence: number, limit: number): Promise<readonly AuditEvent[]> {
    const { items } = await this.#store.read((session) => session.audit.list({ afterSequence: sequence - 1 }, { limit }));
    return items;
  }
}

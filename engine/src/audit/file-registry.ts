import type { SecretCipher, StoreSession } from '@keyrack/contracts';
import { Secret } from '@keyrack/secret';
import type { AuditHead } from './head.ts';

/** The event that an audit file begins with. */
export const fileBegunType = 'audit.file-begun';
/** The event with which a rack goes on without an audit file. */
export const fileEndedType = 'audit.file-ended';

/** An audit file that events were written to, as of the last transaction that was committed. */
export interface RegisteredFile extends AuditHead {
  /** Stands in its first line. */
  readonly id: string;
  /** Where it is: the path, after the name of the machine where several share a store. */
  readonly place: string;
  /** The first event in it. */
  readonly firstSequence: number;
  /** Where the line of the last event begins and ends: offsets in bytes. */
  readonly lastLineStart: number;
  readonly end: number;
}

/** The audit files of a rack. */
export interface FileRegistry {
  /** Whether nothing may be written without one. */
  readonly isRequired: boolean;
  readonly files: readonly RegisteredFile[];
}

const stored = 'auditFiles';
const identity = 'audit/files';

/** Reads which audit files there are. @throws {SecretUnavailableError} when the note was changed. */
export async function readFileRegistry({ meta }: StoreSession, cipher: SecretCipher): Promise<FileRegistry> {
  const sealed = await meta.get(stored);
  if (sealed === null) return { isRequired: false, files: [] };
  return JSON.parse(cipher.open(sealed, identity).reveal()) as FileRegistry; // what writeFileRegistry sealed
}

/** Notes which audit files there are, sealed: who has no data key cannot make the rack forget one. */
export async function writeFileRegistry({ meta }: StoreSession, registry: FileRegistry, cipher: SecretCipher): Promise<void> {
  await meta.set(stored, cipher.seal(new Secret(JSON.stringify(registry)), identity));
}

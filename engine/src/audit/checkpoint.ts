import type { AuditEvent } from '@keyrack/contracts';
import { placeBefore } from './chain.ts';
import type { AuditHead } from './head.ts';
import { openNote, signNote } from './signed-note.ts';
import type { NoteVerifier } from './signed-note.ts';
import type { SigningKey } from './signing-key.ts';

/** The event that carries a checkpoint. It signs the event before itself, and everything before that. */
export const checkpointType = 'audit.checkpoint-signed';

/** How many events there are at most between two checkpoints, roughly: one is signed where a multiple of it is passed. */
export const checkpointEvery = 100;

/** What a checkpoint says. */
interface Checkpoint extends AuditHead {
  /** `keyrack/<rack id>`: whose trail it is. */
  readonly origin: string;
  readonly atMs: number;
}

/**
 * Signs where the trail ends: a note with origin, number of events, hash of the last one and the time, each on a line.
 * Source: C2SP tlog-checkpoint 1.0 for the order of the lines; the hash is the end of our chain, not the root of a tree.
 */
export function signCheckpoint({ sequence, hash, atMs }: AuditHead & { readonly atMs: number }, key: SigningKey): string {
  const lines = [key.name, String(sequence), Buffer.from(hash, 'hex').toString('base64'), `time ${new Date(atMs).toISOString()}`];
  return signNote(`${lines.join('\n')}\n`, key);
}

/** Reads a checkpoint; null: it does not bear a valid signature, or is none. */
function openCheckpoint(note: string, verifier: NoteVerifier): Checkpoint | null {
  const [origin, size = '', root = '', ...extensions] = openNote(note, verifier)?.split('\n') ?? [];
  const hash = Buffer.from(root, 'base64');
  const time = extensions.find((line) => line.startsWith('time '))?.slice('time '.length);
  const atMs = Date.parse(time ?? '');
  if (origin !== verifier.name || !/^\d+$/.test(size) || hash.length !== 32 || Number.isNaN(atMs)) return null;
  return { origin, sequence: Number(size), hash: hash.toString('hex'), atMs };
}

/** Whether an event that carries a checkpoint carries one of this verifier, for exactly the place before itself. */
export function isSigned(event: AuditEvent, verifier: NoteVerifier): boolean {
  const { note } = event.detail;
  const checkpoint = typeof note === 'string' ? openCheckpoint(note, verifier) : null;
  const before = placeBefore(event);
  return checkpoint !== null && checkpoint.sequence === before.sequence && checkpoint.hash === before.hash;
}

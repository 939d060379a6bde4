import type { AuditBrokenError, AuditEvent, StoreSession } from '@keyrack/contracts';
import { SecretUnavailableError } from '@keyrack/contracts';
import type { AuditTrail } from '../engine.ts';
import type { EngineContext } from '../support/context.ts';
import { everyItem } from '../support/pages.ts';
import { after, broken } from './broken.ts';
import { isChained } from './chain.ts';
import { checkpointType, isSigned } from './checkpoint.ts';
import { fileBegunType, fileEndedType, readFileRegistry } from './file-registry.ts';
import { readHead } from './head.ts';
import type { AuditHead } from './head.ts';
import { appendRackEvent } from './rack-event.ts';
import { signHead } from './sign-head.ts';
import { formatVerifier } from './signed-note.ts';
import type { NoteVerifier } from './signed-note.ts';
import { readSigningKey, verifierOf } from './signing-key.ts';

/** Reads, signs and verifies the audit trail. */
export function createAuditTrail(context: EngineContext): AuditTrail {
  const { store } = context;
  return {
    list: (filter = {}, page) => store.read((session) => session.audit.list(filter, page)),

    append: (session, event) => appendRackEvent(session, event, context),

    checkpoint: () => store.write((session) => signHead(session, context)),

    async publicKey() {
      const verifier = await store.read((session) => ownVerifier(context, session));
      return verifier && formatVerifier(verifier);
    },

    verify: () => verify(context),
  };
}

async function verify(context: EngineContext): ReturnType<AuditTrail['verify']> {
  const { store, cipher } = context;
  const { end, verifier, registry } = await store.read(async (session) => ({
    end: await knownEnd(context, session),
    verifier: await ownVerifier(context, session),
    registry: await readFileRegistry(session, cipher).catch((error: unknown) => {
      throw SecretUnavailableError.isInstance(error) ? broken('trail', 'the note of its audit files was changed', 1) : error;
    }),
  }));
  let previous: AuditEvent | null = null;
  let checkpoints = 0;
  let signedThrough: number | null = null;
  let fileSince: AuditEvent | null = null;
  for await (const event of everyItem((page) => store.read((session) => session.audit.list({}, page)))) {
    if (!isChained(event, previous)) throw broken('trail', `it was cut, changed or reordered ${after(previous)}`, event.sequence);
    previous = event;
    if (event.type === checkpointType) {
      if (verifier === null || !isSigned(event, verifier)) {
        throw broken('trail', `the checkpoint in event ${event.sequence} is not signed by this rack`, event.sequence);
      }
      checkpoints += 1;
      signedThrough = event.sequence - 1;
    }
    if (event.type === fileBegunType) fileSince = event;
    if (event.type === fileEndedType) fileSince = null;
    if (event.sequence === end.sequence) break; // what others append meanwhile is verified the next time
  }
  if ((previous?.sequence ?? 0) !== end.sequence || (previous?.hash ?? '') !== end.hash) throw cutAtTheEnd(end, previous);
  if (fileSince && !registry.isRequired) throw broken('trail', 'the note of its audit file is gone', fileSince.sequence);
  return { events: end.sequence, headHash: end.hash, checkpoints, signedThrough };
}

async function ownVerifier({ cipher, rackId }: EngineContext, session: StoreSession): Promise<NoteVerifier | null> {
  const key = await readSigningKey(session, cipher, rackId);
  return key && verifierOf(key);
}

/** Where the trail ends by the sealed note, which must be where it ends by itself. */
async function knownEnd({ cipher }: EngineContext, session: StoreSession): Promise<AuditHead> {
  const last = await session.audit.head();
  const noted = await noteOf(session);
  if (noted === null && last === null && (await session.connections.list()).length === 0) return { sequence: 0, hash: '' };
  if (noted === null) throw broken('trail', 'the note of its last event is gone', last?.sequence ?? 1);
  if (last === null || last.sequence < noted.sequence) throw cutAtTheEnd(noted, last);
  if (last.sequence > noted.sequence) throw broken('trail', `it was continued by somebody else ${after(noted)}`, noted.sequence + 1);
  return noted;

  async function noteOf(read: StoreSession): Promise<AuditHead | null> {
    try {
      return await readHead(read, cipher);
    } catch (error) {
      if (!(error instanceof SecretUnavailableError)) throw error;
      throw broken('trail', 'the note of its last event was changed', last?.sequence ?? 1);
    }
  }
}

function cutAtTheEnd(noted: AuditHead, last: AuditHead | null): AuditBrokenError {
  return broken('trail', `it was cut ${after(last)}, and had ${noted.sequence} events`, (last?.sequence ?? 0) + 1);
}

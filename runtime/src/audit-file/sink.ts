import { AuditBrokenError, toBase32 } from '@keyrack/contracts';
import type { AuditEvent, StoreSession } from '@keyrack/contracts';
import {
  appendRackEvent,
  eventLine,
  fileBegunType,
  headerLine,
  isLineOf,
  readFileRegistry,
  withdrawalLine,
  writeFileRegistry,
} from '@keyrack/engine';
import type { AuditSink, FileRegistry, FileUnit, RegisteredFile, SigningContext } from '@keyrack/engine';
import { AppendableFile } from './appendable-file.ts';
import { auditFileFailed } from './failures.ts';
import { readHeader } from './header.ts';
import { readLeftover } from './leftover.ts';
import type { Leftover } from './leftover.ts';

/** What a sink for a file needs. */
export interface FileSinkOptions {
  readonly path: string;
  /** How the file is called in the store: the path, after the name of the machine where several share a store. */
  readonly place: string;
  readonly context: SigningContext;
  /** Called when events are on the disk. */
  readonly onWritten: () => void;
}

/** Where the next line goes, and what the file ends with. */
interface Position {
  readonly file: RegisteredFile;
  /** Whether the trail does not say that the rack has this file now. */
  readonly isNew: boolean;
}

/**
 * Writes the events of every transaction to a file before the transaction is committed. Where the store says that something was
 * committed, it has to stand in the file; what stands behind that was never committed, and is withdrawn by a line that says so.
 */
export function auditFileSink(options: FileSinkOptions): AuditSink {
  const { path, context, onWritten } = options;
  let identity: string | null = null;
  return {
    async write(session, events) {
      const registry = await readFileRegistry(session, context.cipher);
      const opened = await AppendableFile.open(path);
      if (opened === null && (identity !== null || registry.files.some(isHere))) throw auditFileFailed(path, 'gone');
      const file = opened ?? (await AppendableFile.create(path));
      try {
        if (identity !== null && identity !== file.identity) throw auditFileFailed(path, 'replaced');
        const position = await findEnd(file, { registry, session, events });
        if (position.isNew) {
          await appendRackEvent(session, { type: fileBegunType, detail: { file: position.file.id, path: options.place } }, context);
        }
        const end = await appendEvents(file, { session, events, position });
        await writeFileRegistry(session, withFile(registry, end), context.cipher);
        identity = file.identity;
        onWritten();
      } catch (error) {
        if (opened === null) await file.remove();
        throw error;
      } finally {
        await file[Symbol.asyncDispose]();
      }
    },
  };

  function isHere({ place }: RegisteredFile): boolean {
    return place === options.place;
  }

  /** Finds where the file ends as far as the store knows, and makes sure that it does. */
  async function findEnd(file: AppendableFile, given: Given & { readonly registry: FileRegistry }): Promise<Position> {
    const { registry } = given;
    const here = registry.files.find(isHere);
    if (file.size === 0) {
      if (here) throw auditFileFailed(path, 'cut');
      return { file: newFile(given), isNew: true };
    }
    const { header, end } = await readHeader(file);
    if (header === null || header.rackId !== context.rackId) throw auditFileFailed(path, here ? 'changed' : 'foreign');
    const known = registry.files.find(({ id }) => id === header.id);
    if (here && here !== known) throw auditFileFailed(path, 'replaced');
    // It was begun in a transaction that was not committed.
    const begun = { id: header.id, ...header.after, firstSequence: header.after.sequence + 1, lastLineStart: 0, end };
    const position = { file: known ?? { ...begun, place: options.place }, isNew: known === undefined || !registry.isRequired };
    if (file.size < position.file.end) throw auditFileFailed(path, 'cut');
    if (known) await compareLastLine(file, known);
    return position;
  }

  function newFile({ events }: Given): RegisteredFile {
    const [first] = events;
    const after = { sequence: (first?.sequence ?? 1) - 1, hash: first?.previousHash ?? '' };
    const id = `af_${toBase32(context.random.bytes(16))}`;
    return { id, place: options.place, ...after, firstSequence: after.sequence + 1, lastLineStart: 0, end: 0 };
  }

  async function appendEvents(file: AppendableFile, given: Given & { readonly position: Position }): Promise<RegisteredFile> {
    const { events, session, position } = given;
    const { id, sequence, hash, end } = position.file;
    const head: string[] = [];
    if (file.size === 0) head.push(headerLine({ id, rackId: context.rackId, after: { sequence, hash } }));
    if (end > 0 && file.size > end) head.push(await withdraw(file, position.file, session));
    const through = events.at(-1)?.sequence ?? sequence;
    const missed = await missedEvents(session, { from: sequence, to: (events[0]?.sequence ?? 1) - 1 });
    const lines = [...missed, ...events].map((event) => eventLine(event, through));
    const written = await file.append([...head, ...lines].join(''));
    const lastLineStart = written - Buffer.byteLength(lines.at(-1) ?? '');
    const last = events.at(-1);
    return { ...position.file, place: options.place, sequence: through, hash: last?.hash ?? hash, lastLineStart, end: written };
  }

  /** The line that says that everything behind the last commit does not count. */
  async function withdraw(file: AppendableFile, known: RegisteredFile, session: StoreSession): Promise<string> {
    const leftover = await file.read(known.end, file.size);
    const { isContinued, endsWithNewline, open } = readOrFail(leftover, known);
    // Events that others were chained to were committed, whatever the store says.
    if (isContinued) throw auditFileFailed(path, 'ahead');
    if (await isCommitted(session, open)) throw auditFileFailed(path, 'forgotten');
    return `${endsWithNewline ? '' : '\n'}${withdrawalLine({ from: known.end, to: file.size })}`;
  }

  async function compareLastLine(file: AppendableFile, known: RegisteredFile): Promise<void> {
    const line = await file.read(known.lastLineStart, known.end);
    if (!line.endsWith('\n') || !isLineOf(line.slice(0, -1), known)) throw auditFileFailed(path, 'changed');
  }

  function readOrFail(leftover: string, known: RegisteredFile): Leftover {
    try {
      return readLeftover(leftover, known);
    } catch (error) {
      throw AuditBrokenError.isInstance(error) ? auditFileFailed(path, 'changed', error) : error;
    }
  }
}

/** The transaction that is written. */
interface Given {
  readonly session: StoreSession;
  readonly events: readonly AuditEvent[];
}

/** Whether the store has one of these transactions. */
async function isCommitted(session: StoreSession, units: readonly FileUnit[]): Promise<boolean> {
  for (const { last } of units) {
    const { items } = await session.audit.list({ afterSequence: last.sequence - 1 }, { limit: 1 });
    if (items[0]?.hash === last.hash) return true;
  }
  return false;
}

/** What others have committed since this file was written to. */
async function missedEvents(
  session: StoreSession,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<readonly AuditEvent[]> {
  const missed: AuditEvent[] = [];
  for (let after = from; after < to; after = missed.at(-1)?.sequence ?? to) {
    const { items } = await session.audit.list({ afterSequence: after }, { limit: Math.min(500, to - after) });
    missed.push(...items);
  }
  return missed;
}

function withFile({ files }: FileRegistry, file: RegisteredFile): FileRegistry {
  return { isRequired: true, files: [...files.filter(({ id }) => id !== file.id), file] };
}

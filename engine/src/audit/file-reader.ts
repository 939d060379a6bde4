import type { AuditBrokenError, AuditEvent } from '@keyrack/contracts';
import { after, broken } from './broken.ts';
import { chainStart, isChained, placeBefore } from './chain.ts';
import { parseLine } from './file-format.ts';
import type { FileEvent, FileHeader, FileWithdrawal } from './file-format.ts';
import type { AuditHead } from './head.ts';

/** A line of a file, without its newline. */
export interface FileLine {
  readonly text: string;
  /** Where it begins, and where the next one does: offsets in bytes. */
  readonly start: number;
  readonly end: number;
}

/** The events of one transaction, as they stand in a file. */
export interface FileUnit {
  readonly start: number;
  readonly end: number;
  readonly previous: AuditHead;
  readonly events: readonly AuditEvent[];
  readonly last: AuditEvent;
  readonly through: number;
  /** Whether it continues what is certain; else it was written by a process that did not know how far others had come. */
  readonly follows: boolean;
}

/** How a file ends. */
export interface FileEnd {
  /** What is certain: later events were chained to it. Null: the file has no event. */
  readonly certain: AuditHead | null;
  /** Transactions at the end, of which only the store knows whether they were committed. */
  readonly open: readonly FileUnit[];
  /** The last transaction is there in part only: it was never committed, or is being written now. */
  readonly isTorn: boolean;
  readonly withdrawals: number;
}

/**
 * Reads an audit file line by line. A transaction is certain once a later one was chained to it. Until then it may turn out that it
 * was never committed: then the next writer withdraws it, and nothing else can be withdrawn.
 */
export class AuditFileReader {
  header: FileHeader | null = null;
  #certain: AuditHead | null;
  #certainEnd: number;
  #open: readonly FileUnit[] = [];
  #gathered: (FileUnit & { readonly events: AuditEvent[] }) | null = null;
  #fragment: number | null = null;
  #withdrawals = 0;

  /** @param from - where reading begins, where that is not the beginning of the file */
  constructor(from: { readonly head: AuditHead; readonly end: number } | null = null) {
    this.#certain = from?.head ?? null;
    this.#certainEnd = from?.end ?? 0;
  }

  /** Takes the next line. @returns the events that have become certain by it. @throws {AuditBrokenError} */
  take(line: FileLine): readonly AuditEvent[] {
    const record = parseLine(line.text);
    if (record?.kind === 'withdrawal') return this.#withdraw(record, line);
    if (this.#fragment !== null) throw this.#broken(`there is something else than an event ${after(this.#newest())}`);
    if (record === null) {
      this.#fragment = line.start;
      return [];
    }
    if (record.kind === 'event') return this.#takeEvent(record, line);
    if (line.start !== 0) throw this.#broken(`another file begins ${after(this.#newest())}`);
    this.header = record;
    this.#certain = record.after;
    this.#certainEnd = line.end;
    return [];
  }

  /** How the file ends. @param rest - what stands behind the last newline. */
  end(rest = ''): FileEnd {
    const isTorn = rest !== '' || this.#fragment !== null || this.#gathered !== null;
    return { certain: this.#certain, open: this.#open, isTorn, withdrawals: this.#withdrawals };
  }

  #takeEvent({ event, through }: FileEvent, { start, end }: FileLine): readonly AuditEvent[] {
    const previous = placeBefore(event);
    if (!isChained(event, previous.sequence === 0 ? chainStart : previous) || through < event.sequence) {
      throw broken('file', `event ${event.sequence} was changed`, event.sequence);
    }
    const gathered = this.#gathered;
    if (gathered && (gathered.through !== through || !isSame(previous, gathered.last))) {
      throw this.#broken(`it was cut, changed or reordered ${after(gathered.last)}`, gathered.last);
    }
    // A file that had fallen far behind has a great many events in one go: they are gathered in place.
    gathered?.events.push(event);
    const unit = { ...(gathered ?? { start, previous, through, follows: false, events: [event] }), end, last: event };
    this.#gathered = event.sequence === through ? null : unit;
    return this.#gathered ? [] : this.#arrive(unit);
  }

  #arrive(unit: FileUnit): readonly AuditEvent[] {
    this.#certain ??= unit.previous;
    const { previous } = unit;
    const [last, stray] = this.#open;
    if (stray) throw this.#broken(`it was cut, changed or reordered ${after(stray.previous)}`, stray.previous);
    if (last?.follows && isSame(previous, last.last)) {
      this.#certain = last.last;
      this.#certainEnd = last.end;
      this.#open = [{ ...unit, follows: true }];
      return last.events;
    }
    const follows = isSame(previous, this.#certain);
    const newest = last?.last ?? this.#certain;
    // Who did not know how far others had come writes at the end what belongs further ahead; nobody writes what is still to come.
    if (!follows && previous.sequence >= newest.sequence) {
      throw this.#broken(`it was cut, changed or reordered ${after(newest)}`, newest);
    }
    this.#open = [...this.#open, { ...unit, follows }];
    return [];
  }

  #withdraw({ from, to }: FileWithdrawal, { start }: FileLine): readonly [] {
    const kept = this.#open.filter((unit) => unit.start < from);
    if (from < this.#certainEnd || (to !== start && to !== start - 1)) {
      throw this.#broken(`what was committed before was withdrawn ${after(this.#certain)}`, this.#certain ?? chainStart);
    }
    this.#open = kept;
    this.#gathered = null;
    this.#fragment = null;
    this.#withdrawals += 1;
    return [];
  }

  #newest(): AuditHead {
    return this.#gathered?.last ?? this.#open.at(-1)?.last ?? this.#certain ?? chainStart;
  }

  #broken(what: string, previous: AuditHead = this.#newest()): AuditBrokenError {
    return broken('file', what, previous.sequence + 1);
  }
}

function isSame(one: AuditHead, other: AuditHead): boolean {
  return one.sequence === other.sequence && one.hash === other.hash;
}

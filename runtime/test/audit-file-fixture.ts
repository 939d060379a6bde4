import { readFile } from 'node:fs/promises';
import type { Store } from '@keyrack/contracts';
import { scratchFolder } from '@keyrack/testing-kit';
import type { ScratchFolder } from '@keyrack/testing-kit';
import { openRack } from '../src/index.ts';
import type { Rack, RackOptions } from '../src/index.ts';

/** A data folder with an audit file, on which racks are opened. */
export interface AuditedHome extends AsyncDisposable {
  readonly folder: ScratchFolder;
  readonly home: string;
  readonly file: string;
  open(options?: Partial<RackOptions>): Promise<Rack>;
  /** The lines of the file, read as JSON. */
  lines(): Promise<readonly Line[]>;
}

/** A line, as far as tests look at it. */
interface Line {
  readonly kind?: string;
  readonly sequence?: number;
  readonly type?: string;
  readonly detail?: { readonly owner?: string };
}

/** Makes the folder; the file is begun by the first event. */
export async function auditedHome(file?: string): Promise<AuditedHome> {
  const folder = await scratchFolder();
  const home = folder.join('home');
  const path = file ?? folder.join('audit.jsonl');
  return {
    folder,
    home,
    file: path,
    open: (options = {}) => openRack({ environment: {}, home, auditFile: path, ...options }),
    lines: async () =>
      (await readFile(path, 'utf8'))
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as Line),
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };
}

/** A rack of this folder to which owners were added. */
export async function withOwners(at: AuditedHome, ...ids: readonly string[]): Promise<Rack> {
  const rack = await at.open();
  await addOwners(rack, ...ids);
  return rack;
}

/** Adds owners, each in a transaction with one event. */
export async function addOwners(rack: Rack, ...ids: readonly string[]): Promise<void> {
  for (const id of ids) await rack.owners.add({ id });
}

/** A store whose process dies when all that belongs to the nth write was done, and nothing of it was committed yet. */
export function dyingBeforeCommit(isDoomed: () => boolean): (store: Store) => Store {
  return (store) => ({
    read: (work) => store.read(work),
    inspect: () => store.inspect(),
    close: () => store.close(),
    write: (work) =>
      store.write(async (session) => {
        const result = await work(session);
        if (isDoomed()) throw new Error('died before the commit');
        return result;
      }),
  });
}

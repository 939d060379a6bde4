import type { Rack } from '@keyrack/runtime';
import { advanceDueWork } from './due-work.ts';
import type { ExitCode } from './exit-code.ts';
import type { Host } from './host.ts';

/** What stands before or after every command. */
export interface GlobalOptions {
  readonly home?: string;
  readonly store?: string;
  readonly auditFile?: string;
}

/** Runs one command line on a host. Never throws. */
export type RunCommand = (host: Host, words: readonly string[]) => Promise<ExitCode>;

/** What a command's handler works with. */
export interface Context {
  readonly host: Host;
  readonly home: string | undefined;
  /** As `--store` named it. */
  readonly store: string | undefined;
  /** As `--audit-file` named it. */
  readonly auditFile: string | undefined;
  /** For a command that plays others: the demo. */
  readonly run: RunCommand;
}

/** The handler of one command. The operands come last, as typed. */
export type Handler<Options, Operands extends readonly unknown[]> = (
  context: Context,
  options: Options,
  operands: Operands,
) => Promise<ExitCode>;

/** Where a command finds its rack. */
type RackPlace = Pick<Context, 'host' | 'home' | 'store' | 'auditFile'>;

/** Opens the rack for a command that only looks, or that settles work itself, and closes it afterwards. */
export async function readRack<T>(place: RackPlace, work: (rack: Rack) => Promise<T>): Promise<T> {
  return useRack(place, true, work);
}

/** Opens the rack for a command that changes something: work that is due goes first. */
export async function changeRack<T>(place: RackPlace, work: (rack: Rack) => Promise<T>): Promise<T> {
  return useRack(place, true, async (rack) => {
    await advanceDueWork(place.host, rack);
    return work(rack);
  });
}

/** Opens the rack for the one command that may make it: a first connection. A mistyped folder is never made by any other. */
export async function makeRack<T>(place: RackPlace, work: (rack: Rack) => Promise<T>): Promise<T> {
  return useRack(place, false, work);
}

async function useRack<T>(place: RackPlace, mustExist: boolean, work: (rack: Rack) => Promise<T>): Promise<T> {
  const { host, home, store, auditFile } = place;
  const named = {
    ...(home !== undefined && { home }),
    ...(store !== undefined && { store }),
    ...(auditFile !== undefined && { auditFile }),
  };
  const rack = await host.openRack({ mustExist, ...named });
  try {
    return await work(rack);
  } finally {
    await rack.close();
  }
}

import type { Rack } from '@keyrack/runtime';
import { advanceDueWork } from './due-work.ts';
import type { ExitCode } from './exit-code.ts';
import type { Host } from './host.ts';

/** What stands before or after every command. */
export interface GlobalOptions {
  readonly home?: string;
}

/** Runs one command line on a host. Never throws. */
export type RunCommand = (host: Host, words: readonly string[]) => Promise<ExitCode>;

/** What a command's handler works with. */
export interface Context {
  readonly host: Host;
  readonly home: string | undefined;
  /** For a command that plays others: the demo. */
  readonly run: RunCommand;
}

/** The handler of one command. The operands come last, as typed. */
export type Handler<Options, Operands extends readonly unknown[]> = (
  context: Context,
  options: Options,
  operands: Operands,
) => Promise<ExitCode>;

/** Opens the rack for a command that only reads, and closes it afterwards. A data folder that is not there is never made. */
export async function readRack<T>(context: Pick<Context, 'host' | 'home'>, work: (rack: Rack) => Promise<T>): Promise<T> {
  return useRack(context, true, work);
}

/** Opens the rack for a command that changes something: work that is due goes first. */
export async function changeRack<T>(context: Context, work: (rack: Rack) => Promise<T>): Promise<T> {
  return useRack(context, false, async (rack) => {
    await advanceDueWork(context.host, rack);
    return work(rack);
  });
}

/** Opens the rack for a command that settles work itself, or that only prepares one. */
export async function openRack<T>(context: Context, work: (rack: Rack) => Promise<T>): Promise<T> {
  return useRack(context, false, work);
}

async function useRack<T>(
  { host, home }: Pick<Context, 'host' | 'home'>,
  mustExist: boolean,
  work: (rack: Rack) => Promise<T>,
): Promise<T> {
  const rack = await host.openRack(home === undefined ? { mustExist } : { home, mustExist });
  try {
    return await work(rack);
  } finally {
    await rack.close();
  }
}

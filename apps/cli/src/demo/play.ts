import type { Context } from '../context.ts';
import type { ExitCode } from '../exit-code.ts';

/** Plays. */
export async function playDemo(_context: Context, _once: boolean): Promise<ExitCode> {
  return 0;
}

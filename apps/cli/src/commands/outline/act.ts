import type { Context } from '../../context.ts';
import type { ExitCode } from '../../exit-code.ts';
import type { DryRunOptions, YesOptions } from '../../options.ts';
import type { OutputOptions } from '../../output/format.ts';
import { UsageError } from '../../usage-error.ts';

/** The options of `keyrack outline`; each act takes some of them. */
export interface OutlineOptions extends OutputOptions, DryRunOptions, YesOptions {
  readonly since?: string;
  readonly toFile?: string;
  readonly image: 'terminal' | 'svg' | 'png';
}

/** What was typed. */
export interface OutlineWords {
  readonly connection: string;
  /** Behind the act. */
  readonly values: readonly string[];
  readonly options: OutlineOptions;
}

/** One thing that `keyrack outline <connection>` does. */
export type OutlineAct = (context: Context, words: OutlineWords) => Promise<ExitCode>;

/** Exactly these values. @throws {UsageError} when there are fewer or more. */
export function valuesOf({ values }: OutlineWords, names: readonly string[]): readonly string[] {
  if (values.length === names.length) return values;
  const wanted = names.length === 0 ? 'nothing' : names.map((name) => `<${name}>`).join(' ');
  throw new UsageError(`It takes ${wanted}, and ${values.length} values were given`, 'Add --help to see examples.');
}

/** What the program tells whoever started it. */
export const exitCode = {
  done: 0,
  failed: 1,
  usage: 2,
  partly: 3,
  refused: 4,
  unknown: 5,
  interrupted: 130,
  terminated: 143,
} as const;

/** One of {@link exitCode}. */
export type ExitCode = (typeof exitCode)[keyof typeof exitCode];

/**
 * The exit code of one command over several keys or systems: what all agree on; `partly` when some were done; `unknown`
 * when none was done and one may have been.
 */
export function combineExitCodes(codes: readonly ExitCode[]): ExitCode {
  const distinct = new Set(codes);
  const [only, ...others] = distinct;
  if (only === undefined) return exitCode.done;
  if (others.length === 0) return only;
  if (distinct.has(exitCode.done) || distinct.has(exitCode.partly)) return exitCode.partly;
  return distinct.has(exitCode.unknown) ? exitCode.unknown : exitCode.failed;
}

import type { Host } from '../host.ts';
import { UsageError } from '../usage-error.ts';

/**
 * Asks before something that cannot be taken back.
 * @param yes - `--yes` was given: no question.
 * @throws {UsageError} when there is nobody to ask; never hangs.
 */
export async function confirmChange(host: Host, question: string, yes: boolean): Promise<boolean> {
  if (yes) return true;
  requirePerson(host, question, 'Repeat the command with --yes, or look first with --dry-run.');
  const agreed = await host.questions.confirm(question);
  if (!agreed) await host.errors.write('Nothing was changed.\n');
  return agreed;
}

/** @throws {UsageError} when no person sits at this terminal. */
export function requirePerson(host: Host, question: string, advice: string): void {
  if (host.input.isTerminal && host.errors.isTerminal) return;
  throw new UsageError(`"${question}" needs an answer, and there is no terminal to ask on`, advice);
}

import type { HttpErrorDetails } from './errors.ts';
import { joinOutcomes } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import type { Settings } from './settings.ts';

/** What is known about an attempt when it ends. */
export interface AttemptFacts {
  readonly settings: Settings;
  readonly method: string;
  readonly route: string;
  readonly isReadOnly: boolean;
  /** This attempt included. */
  readonly attempts: number;
  /** The joined outcome of the attempts, as far as they were lost. */
  readonly earlier: Outcome;
  readonly timeoutMs: number;
}

/** What an error about this attempt tells. `outcome` is this attempt's own; a read changes nothing, whatever happened. */
export function detailsOf(
  facts: AttemptFacts,
  own: { readonly outcome: Outcome; readonly retryable: boolean; readonly requestId?: string | undefined },
): HttpErrorDetails {
  return {
    system: facts.settings.system,
    method: facts.method,
    route: facts.route,
    requestId: own.requestId,
    attempts: facts.attempts,
    outcome: facts.isReadOnly ? 'not-applied' : joinOutcomes(facts.earlier, own.outcome),
    retryable: own.retryable,
  };
}

/** How a fault begins: what was asked for. */
export function callOf(details: HttpErrorDetails): string {
  const times = details.attempts > 1 ? ` (${details.attempts} attempts)` : '';
  return `${details.method} ${details.route}${times}`;
}

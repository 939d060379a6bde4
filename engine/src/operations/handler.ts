import type { OperationKind, Provider } from '@keyrack/contracts';
import type { EngineContext } from '../support/context.ts';
import type { Journal } from './journal.ts';

/** One operation in this process's hands. */
export interface OperationRun {
  readonly context: EngineContext;
  readonly journal: Journal;
  /** The system, with its identity checked as the step demands. */
  readonly provider: Provider;
  /** Throws unless the system is the one that was added; asked anew, since a reinstalled server confirms every absence. */
  readonly confirmIdentity: () => Promise<unknown>;
  /** True when the operation was begun by another run: its open step may have been sent. */
  readonly resumed: boolean;
  readonly signal: AbortSignal | undefined;
  /** How many foreign writes this run has sent; a handler counts them up. */
  sent: number;
}

/** What a handler says after one thing was done. */
export type Progress =
  | { readonly kind: 'continue' }
  | { readonly kind: 'wait'; readonly untilMs: number | null; readonly reason: string }
  /** The journal says `done` or `aborted`. `cause` is why it was given up. */
  | { readonly kind: 'finished'; readonly cause?: Error };

/** The steps of one kind of operation. Each call does the next thing; everything it needs to know is in the journal. */
export interface OperationHandler {
  readonly kind: OperationKind;
  advance(run: OperationRun): Promise<Progress>;
}
